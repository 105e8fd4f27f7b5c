import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import Testing

/// The checks of texts against the regular expressions that JSON Schema has for them.
@Suite struct TextPatternTests {
    private let patterns = Self.patterns(in: .object(StageKinds.builtIn.file)).filter { $0.expression != nil }

    /// Every pattern below a schema.
    private static func patterns(in schema: ValueSchema) -> [TextPattern] {
        switch schema {
        case .pattern(let pattern): [pattern]
        case .list(let inner), .mapping(let inner): patterns(in: inner)
        case .object(let object): object.fields.flatMap { patterns(in: $0.value) }
        case .variant(let variants): variants.flatMap { patterns(in: .object($0)) }
        case .either(let alternatives): alternatives.flatMap { patterns(in: $0) }
        default: []
        }
    }

    @Test func everyPatternIsFound() {
        #expect(Set(patterns.map(\.summary)).count == 11)
    }

    @Test func checksAndExpressionsAgree() throws {
        let seeds = [
            "census", "a-1", "-a", "A_b", "", "roc_auc > 0.9", "size_mb<5", "  rmse >=  -1.5e-3 ", "r2 < .5",
            "mae <= 5.", "f1 = 1",
            "f1 < 1e400", "f1 < 0x10", "f1 < inf", "f1 << 1", "accuracy < 1 2", "size_mb < 1234567890123456", "f1 < .",
            "f1 < e5", "2GiB", "1.5 h", "10m", "512 MB", "3ms", "0s", "7kB",
            "https://example.org/a.csv", "s3://b", "x://", "A://b", "9a://b", String(repeating: "0aF", count: 21) + "9",
        ]
        var random = SeededGenerator(seed: 3)
        let alphabet = Array("az09AZ_-.<>= e+\n\t,é")
        for pattern in patterns {
            let expression = try Regex(#require(pattern.expression))
            for number in 0..<600 {
                var text = Array(seeds[number % seeds.count])
                for _ in 0..<(number / seeds.count) % 4 {
                    let place = Int.random(in: 0...text.count, using: &random)
                    if Bool.random(using: &random), place < text.count { text.remove(at: place) }
                    text.insert(alphabet.randomElement(using: &random) ?? "a", at: min(place, text.count))
                }
                let isMatch = try expression.wholeMatch(in: String(text)) != nil
                #expect(pattern.accepts(String(text)) == isMatch, "`\(String(text))` as \(pattern.summary)")
            }
        }
    }
}
