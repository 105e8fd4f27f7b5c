import MLKitReports
import Testing

/// Shares in a report of data.
@Suite struct ShareTests {
    @Test func sharesHaveSixDecimals() {
        let part = DataReport.Part(name: "train", rows: 2, of: 3, classes: [("no", 2), ("yes", 0)])
        #expect(part.share == 0.666667 && part.classes.map(\.share) == [1, 0])
        let other = DataReport.Part(name: "test", rows: 7, of: 11, classes: [("no", 4), ("yes", 3)])
        #expect(other.share == 0.636364 && other.classes.map(\.share) == [0.571429, 0.428571])
        #expect(DataReport.Part(name: "test", rows: 0, of: 0, classes: [("no", 0)]).classes.map(\.share) == [0])
    }
}
