/// An example of each kind of stage. Together they are a whole spec.
enum StageExample {
    /// The stages' names and the lines below `stages:`, in the order in which they build on each other.
    static let all: [(kind: String, text: String)] = [
        (
            "data",
            """
              ingest:
                kind: data
                source: data/original/adult.csv.gz
                target: income
                clean: {missing: ["?", ""], drop: [fnlwgt]}
                split: {train: 0.7, valid: 0.15, test: 0.15, stratify: income, seed: "${params.seed}"}

            """
        ),
        (
            "train",
            """
              train:
                kind: train
                data: ${stages.ingest}
                seed: ${params.seed}
                features:
                  numeric: {impute: median, scale: standard}
                  categorical: {impute: most_frequent, min_count: 20}
                matrix:
                  model:
                    - baseline
                    - {name: logistic, kind: network, hidden: []}
                    - {name: network, kind: network, hidden: [64, 32]}
                    - {name: trees, kind: trees, rounds: 200, learning_rate: 0.1}

            """
        ),
        (
            "evaluate",
            """
              evaluate:
                kind: evaluate
                models: ${stages.train}
                data: ${stages.ingest}
                select: {maximize: roc_auc, subject_to: [size_mb < 5]}

            """
        ),
        (
            "quantize",
            """
              quantize:
                kind: quantize
                model: ${stages.train.network}
                calibrate: ${stages.ingest.valid}

            """
        ),
        (
            "deploy",
            """
              deploy:
                kind: deploy
                model: ${stages.evaluate.selected}

            """
        ),
        (
            "command",
            """
              report:
                run: python3 src/report.py
                inputs: [reports/evaluation.json, src/report.py]
                outputs: [docs/report.md]

            """
        ),
    ]

    static func text(of kind: String) -> String { all.first { $0.kind == kind }?.text ?? "" }
}
