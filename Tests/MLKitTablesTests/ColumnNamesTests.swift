import Testing

@testable import MLKitTables

/// Names of columns that many programs would take for the same.
@Suite struct ColumnNamesTests {
    @Test func namesThatDifferInCaseAloneAreKeptApart() {
        let names = ColumnNames(["label", "probability_yes", "probability_Yes", "probability_YES"])
        #expect(names.written == ["label", "probability_yes", "probability_Yes_1", "probability_YES_2"])
        #expect(
            names.warning
                == "names of columns that differ from others in case alone have a number behind them: `probability_Yes` is called "
                + "`probability_Yes_1`, `probability_YES` is called `probability_YES_2`")
    }

    @Test func othersStay() {
        let names = ColumnNames(["Label", "Größe", "GRÖßE"])
        #expect(names.written == ["Label", "Größe", "GRÖßE"] && names.warning == nil)
    }

    @Test func aNumberThatIsTakenIsPassed() {
        #expect(ColumnNames(["a", "a_1", "A"]).written == ["a", "a_1", "A_2"])
    }
}
