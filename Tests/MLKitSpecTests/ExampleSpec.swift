/// A spec that uses every kind of stage.
let exampleSpec = """
    mlkit: 1
    project: {name: census, maturity: mvp, tags: [tabular]}
    params:
      seed: 42
      train: {rounds: 200}
    stages:
      deploy:
        kind: deploy
        model: ${stages.evaluate.selected}
      ingest:
        kind: data
        source: data/original/adult.csv.gz
        target: income
        clean: {missing: ["?", ""], drop: [fnlwgt]}
        split: {train: 0.7, valid: 0.15, test: 0.15, stratify: income, seed: "${params.seed}"}
      train:
        kind: train
        data: ${stages.ingest}
        features: {categorical: {min_count: 20}}
        matrix:
          model:
            - baseline
            - {name: logistic, kind: network, hidden: []}
            - {name: network, kind: network, hidden: [64, 32]}
            - {kind: trees, rounds: "${params.train.rounds}"}
      evaluate:
        kind: evaluate
        models: ${stages.train}
        data: ${stages.ingest}
        select: {maximize: roc_auc, subject_to: [size_mb < 5]}
      quantize:
        kind: quantize
        model: ${stages.train.network}
        calibrate: ${stages.ingest.valid}
      report:
        run: python3 src/report.py "$HOME" ${params.seed}
        inputs: [reports/evaluation.json, src/report.py]
        outputs: [docs/report.md]
        params: [train.rounds]
        env: [LANG]
    serving: {port: 9000}

    """
