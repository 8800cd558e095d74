"""Names that English-speaking laboratories print and that the terminology table has no code for, as :mod:`uncoded` has the Chinese
ones. Apart by semicolons."""

from __future__ import annotations

UNCODED_LATIN = tuple(
    name.strip()
    for name in (
        # antibiotics
        "amikacin; amoxicillin; amoxycillin; amoxicillin/clavulanate; amoxicillin-clavulanic acid; co-amoxiclav; ampicillin; "
        "ampicillin/sulbactam; ampicillin-sulbactam; azithromycin; aztreonam; cefaclor; cefalexin; cephalexin; cefazolin; cefepime; "
        "cefixime; cefoperazone; cefoperazone/sulbactam; cefotaxime; cefotetan; cefoxitin; cefpodoxime; ceftaroline; ceftazidime; "
        "ceftazidime/avibactam; ceftriaxone; cefuroxime; chloramphenicol; ciprofloxacin; clarithromycin; clindamycin; colistin; "
        "cotrimoxazole; co-trimoxazole; daptomycin; doripenem; doxycycline; ertapenem; erythromycin; flucloxacillin; fosfomycin; "
        "fusidic acid; gentamicin; gentamicin high level; imipenem; levofloxacin; linezolid; meropenem; metronidazole; mecillinam; "
        "minocycline; moxifloxacin; mupirocin; nalidixic acid; netilmicin; nitrofurantoin; norfloxacin; ofloxacin; oxacillin; "
        "penicillin; penicillin g; piperacillin; piperacillin/tazobactam; piperacillin-tazobactam; pivmecillinam; polymyxin b; "
        "rifampicin; rifampin; streptomycin; sulfamethoxazole; teicoplanin; temocillin; tetracycline; ticarcillin; "
        "ticarcillin/clavulanate; tigecycline; tobramycin; trimethoprim; trimethoprim/sulfa; trimethoprim/sulfamethoxazole; "
        "trimethoprim-sulfamethoxazole; vancomycin; fluconazole; voriconazole; amphotericin b; caspofungin; micafungin; "
        # what a rapid test or a PCR looks for, both coded otherwise
        "influenza a virus; influenza b virus; "
        # body fluids, urine and stool
        "clot; coagulum; cobweb; xanthochromia; gram stain; afb stain; zn stain; india ink; wet mount; koh mount; polymorphs; "
        "mononuclear cells; polymorphonuclear cells; mesothelial cells; macrophages; opening pressure; squamous epithelial cells; "
        "renal tubular cells; oxidants; leucocyte esterase; leukocyte esterase; "
        # semen
        "liquefaction; viscosity; abstinence; progressive motility; non-progressive motility; total motility; immotile; vitality; "
        "normal forms; abnormal forms; head defects; midpiece defects; tail defects; round cells; agglutination; "
        # blood bank
        "abo group; rh type; rh(d) type; antibody screen; antibody identified; antibody identification; crossmatch; "
        "direct antiglobulin test; indirect antiglobulin test; fetal bleed screen; kleihauer-betke; dat igg; dat c3d; "
        "cold agglutinin titre; anti-d titre; red cell phenotype; "
        # electrophoresis
        "alpha 1; alpha 2; alpha-1 globulin; alpha-2 globulin; beta 1; beta 2; beta globulin; gamma; gamma globulin; m-spike; "
        "m spike; monoclonal band; paraprotein; "
        # drugs of abuse
        "amphetamines; barbiturates; benzodiazepines; buprenorphine; cannabinoids; carboxy-thc; cocaine; cocaine metabolite; fentanyl; "
        "heroin; ketamine; marijuana metabolite; mdma; methadone; methamphetamine; norfentanyl; opiates; oxazepam; oxycodone; "
        "phencyclidine; propoxyphene; tramadol; alphahydroxyalprazolam; temazepam; nordiazepam; hydrocodone; hydromorphone; morphine; "
        "codeine; 6-acetylmorphine; eddp; benzoylecgonine; "
        # gas analysers
        "chco3-(p)c; chco3-(p,st)c; cbase(b)c; cbase(ecf)c; cbase(b,ox)c; ctco2(p)c; ctco2(b)c; ctbil; anion gapc; aniongapc; angap; "
        "nca++; ca++(7.4); "
        # genes
        "factor v leiden; prothrombin g20210a; mthfr; mthfr c677t; mthfr a1298c; jak2 v617f; bcr-abl; cyp2c19; cyp2c9; cyp2d6; slco1b1; "
        "vkorc1; tpmt; nudt15; dpyd; ugt1a1; hla-a; hla-b; hla-c; hla-drb1; hla-dqb1; hla-dpb1; hla-b27; brca1; brca2; egfr mutation; "
        "kras; braf; f2; f5; hfe c282y; hfe h63d"
    ).split(";")
)
