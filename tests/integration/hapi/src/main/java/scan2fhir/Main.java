package scan2fhir;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.r4b.JpaR4BConfig;
import ca.uhn.fhir.jpa.config.r5.JpaR5Config;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.jpa.subscription.match.config.SubscriptionProcessorConfig;
import ca.uhn.fhir.jpa.subscription.submit.config.SubscriptionSubmitterConfig;
import ca.uhn.fhir.jpa.topic.SubscriptionTopicConfig;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * A HAPI FHIR JPA server for tests and the demonstration. The parts are imported by hand: scanning for
 * auto-configurations would pull in what HAPI configures itself.
 *
 * <p>Properties: {@code fhir.version} (R4, R4B, R5), {@code server.port} (0 for any free one),
 * {@code database} (H2 file without its ending; in memory when absent), {@code submission.interval} (ms),
 * {@code owner.pid} (process whose end ends the server).
 */
@Configuration
@EnableTransactionManagement
@Import({
  ServletWebServerFactoryAutoConfiguration.class,
  // without it server.tomcat.* is ignored and a raw | in a search is refused
  EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
  ThreadPoolFactoryConfig.class,
  SubscriptionSubmitterConfig.class,
  SubscriptionProcessorConfig.class,
  SubscriptionChannelConfig.class,
  SubscriptionTopicConfig.class,
  JpaBatch2Config.class,
  Batch2JobsConfig.class,
  Storage.class,
  Rest.class
})
public class Main {
  @Configuration
  @ConditionalOnProperty(name = "fhir.version", havingValue = "R4", matchIfMissing = true)
  @Import(JpaR4Config.class)
  static class R4 {}

  @Configuration
  @ConditionalOnProperty(name = "fhir.version", havingValue = "R4B")
  @Import(JpaR4BConfig.class)
  static class R4B {}

  @Configuration
  @ConditionalOnProperty(name = "fhir.version", havingValue = "R5")
  @Import(JpaR5Config.class)
  static class R5 {}

  public static void main(String[] arguments) {
    var environment = SpringApplication.run(Main.class, arguments).getEnvironment();
    Long owner = environment.getProperty("owner.pid", Long.class);
    if (owner != null) {
      // a test run that was killed cannot stop its server: the server watches it instead
      ProcessHandle.of(owner)
          .map(ProcessHandle::onExit)
          .orElseGet(() -> CompletableFuture.completedFuture(null))
          .thenRun(() -> System.exit(0));
    }
  }
}
