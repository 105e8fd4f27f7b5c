import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// What a stage of kind `train` says of features that its model cannot take.
@Suite struct TrainFeaturesTests {
    private func problems(_ features: String, _ model: String, _ more: String = "seed: 1") -> [String] {
        let text = """
            mlkit: 1
            project: {name: p}
            stages:
              ingest: {kind: data, source: a.csv, target: y}
              train:
                kind: train
                data: ${stages.ingest}
                features: \(features)
                \(more)
                matrix: {model: [baseline, \(model)]}

            """
        do {
            _ = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
            return []
        } catch {
            return (error as? Failure)?.diagnostics.map { "\($0.location?.line ?? 0): \($0.message)" } ?? ["\(error)"]
        }
    }

    @Test func missingNumbersAndCategoriesAreForThoseWhoTakeThem() {
        let missing = "{numeric: {impute: none}}"
        #expect(
            problems(missing, "network") == [
                "8: the model `baseline` of kind `baseline` takes no missing numbers",
                "8: the model `network` of kind `network` takes no missing numbers",
            ])
        let native = "{categorical: {encode: native, min_share: 0.01}, dates: parts}"
        #expect(problems(native, "linear").last == "8: the model `linear` of kind `linear` takes no categories as they are")
        #expect(problems("{categorical: {min_share: 0.01}, dates: parts}", "lightgbm").isEmpty)
        #expect(problems(native, "forest") == ["8: the model `baseline` of kind `baseline` takes no categories as they are"])
        #expect(problems(missing, "auto").last == "8: the model `auto` of kind `auto` takes no missing numbers")
    }

    @Test func whatTextsAreTakenForIsANameOrAMapping() {
        for text in [
            "words", "auto", "category", "{encode: characters, ngrams: [2, 3]}", "{buckets: 1024, ngrams: 1}", "{max_features: 10}",
        ] {
            #expect(problems("{text: \(text)}", "linear").isEmpty)
        }
        for column in ["words", "onehot", "{encode: characters, weights: count}", "{min_rows: 3, lowercase: false}"] {
            #expect(problems("{columns: {a: \(column)}}", "linear").isEmpty)
        }
        #expect(problems("{text: {ngrams: [3, 2]}}", "linear").last == "8: `ngrams` takes two lengths, the shorter first")
        #expect(problems("{text: {ngrams: [1, 2, 3]}}", "linear").last == "8: `ngrams` takes two lengths, the shorter first")
        #expect(problems("{text: {encode: characters, buckets: 64}}", "linear").last == "8: `buckets` is for words")
        #expect(problems("{columns: {a: {buckets: 64, ngrams: [1, 2]}}}", "linear").last == "8: `buckets` is for single words")
        #expect(problems("{columns: {a: {buckets: 1}}}", "linear").count == 1)
        #expect(
            problems("{columns: {a: native}}", "linear").last == "8: the model `linear` of kind `linear` takes no categories as they are")
        #expect(problems("{columns: {a: native}}", "lightgbm").count == 1)
    }

    @Test func numbersHaveFormsOfTheirOwn() {
        for numeric in ["{transform: log}", "{scale: robust, transform: power}", "{bins: 5}", "{bins: [0, 1.5]}"] {
            #expect(problems("{numeric: \(numeric)}", "linear").isEmpty)
            #expect(problems("{columns: {a: \(numeric)}, dates: cycles}", "linear").isEmpty)
        }
        #expect(problems("{numeric: {bins: [1, 1]}}", "linear").last == "8: `bins` takes numbers that ascend")
        #expect(problems("{columns: {a: {bins: []}}}", "linear").last == "8: `bins` takes numbers that ascend")
        #expect(problems("{columns: {a: {clip: [0.9, 0.1]}}}", "linear").last == "8: `clip` takes two quantiles, the lower first")
        #expect(problems("{columns: {a: {clip: [0.5, 0.5]}}}", "linear").last == "8: `clip` takes two quantiles, the lower first")
        #expect(problems("{columns: {a: {clip: [0.4, 0.5]}}}", "linear").isEmpty)
        #expect(!problems("{numeric: {bins: 1}}", "linear").isEmpty)
    }

    @Test func classesWeighOnceOnly() {
        let model = "{kind: lightgbm, class_weight: balanced}"
        #expect(problems("{}", model).isEmpty && problems("{}", "lightgbm", "class_weight: {yes: 2}").isEmpty)
        #expect(problems("{}", "linear", "class_weight: balanced").isEmpty)
        #expect(
            problems("{}", model, "class_weight: balanced") == ["10: `class_weight` stands in the stage and in its model `lightgbm`"])
        #expect(!problems("{}", "linear", "class_weight: heavy").isEmpty && !problems("{}", "linear", "class_weight: {yes: -1}").isEmpty)
    }

    @Test func crossesArePairs() {
        #expect(problems("{crosses: [[a, b], [c, d]], numeric: {polynomial: 2}}", "linear").isEmpty)
        #expect(problems("{crosses: [[a, b, c]]}", "linear").last == "8: `crosses` takes pairs of columns")
        #expect(problems("{crosses: [[a]]}", "linear").last == "8: `crosses` takes pairs of columns")
    }
}
