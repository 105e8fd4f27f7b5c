import Testing

@testable import MLKitChecklist

/// Where in a line a telephone number may begin.
///
/// A `~` is taken out of every text, so that this file does not hold what is looked for.
@Suite struct TelephonePlaceTests {
    /// Within groups of digits none begins, but for a bracket or a plus behind a single one.
    @Test(arguments: [
        (" 030 85~2941", 1, true), ("x 030 85~2941", 2, true), ("1 030 85~2941", 2, false), ("1-030 85~2941", 2, false),
        ("x-030 85~2941", 2, true), ("1.030 85~2941", 2, true), ("12 030 85~2941", 3, false),
        ("1 (202) 55~5-0187", 2, true), ("a2 (202) 55~5-0187", 3, true), ("12 (202) 55~5-0187", 3, false),
        ("x 2 (202) 55~5-0187", 4, true), ("112 (202) 55~5-0187", 4, false),
        ("12 +13~572468", 3, true), ("1-+13~572468", 2, true),
    ])
    func placesOfNumbers(text: String, place: Int, isNumber: Bool) {
        let found = Array(text.replacing("~", with: "").utf8).withUnsafeBytes { TelephoneNumber.begins($0, place, LineWords($0)) }
        #expect(found == isNumber)
    }
}
