import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// What a stage of kind `train` says of features that its model cannot take.
@Suite struct TrainFeaturesTests {
    private func problems(_ features: String, _ model: String) -> [String] {
        let text = """
            mlkit: 1
            project: {name: p}
            stages:
              ingest: {kind: data, source: a.csv, target: y}
              train:
                kind: train
                data: ${stages.ingest}
                features: \(features)
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
}
