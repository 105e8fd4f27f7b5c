import MLKitCore
import MLKitDrawing
import Testing

/// Charts as they are drawn.
@Suite struct ChartTests {
    private func chart(_ names: [String], done: [Int], open: [Int]) -> [String] {
        let areas = [
            AreaChart.Area(legend: "done", colour: "#111", counts: done),
            AreaChart.Area(legend: "open", colour: "#eee", counts: open),
        ]
        return AreaChart(title: "a < b", label: "what it is", names: names, areas: areas, nothing: "nothing yet").svg
            .split(separator: "\n").map(String.init)
    }

    @Test func areasStandOnEachOther() {
        let lines = chart(["mon", "tue", "wed"], done: [0, 1, 2], open: [2, 2, 1])
        #expect(
            lines.filter { $0.hasPrefix("<polygon") } == [
                "<polygon points=\"52,340 394,248 736,156 736,340 394,340 52,340\" fill=\"#111\"/>",
                "<polygon points=\"52,156 394,64 736,64 736,156 394,248 52,340\" fill=\"#eee\"/>",
            ])
        #expect(lines.filter { $0.contains("text-anchor=\"end\"") }.count == 5)
        #expect(lines.contains { $0.hasSuffix("text-anchor=\"middle\">tue</text>") })
        #expect(lines[0].hasSuffix("aria-label=\"what it is\">") && lines[2].hasSuffix(">a &lt; b</text>"))
    }

    @Test func onePointIsDrawnAcrossAndNoneIsSaid() {
        #expect(
            chart(["mon"], done: [1], open: [0]).contains(
                "<polygon points=\"52,64 736,64 736,340 52,340\" fill=\"#111\"/>"))
        let nothing = chart([], done: [], open: [])
        #expect(nothing.count == 5 && nothing[3].hasSuffix(">nothing yet</text>"))
    }

    @Test(arguments: [(1, "0 1"), (7, "0 2 4 6"), (30, "0 5 10 15 20 25 30"), (1300, "0 500 1000")])
    func theAxisHasFewRoundNumbers(most: Int, numbers: String) {
        let marks = chart(["a"], done: [most], open: [0]).filter { $0.contains(" x=\"44\"") }
        #expect(marks.compactMap { $0.split(separator: ">")[1].split(separator: "<").first }.joined(separator: " ") == numbers)
    }

    @Test func aBadgeIsAsWideAsItsTexts() {
        let badge = Badge(label: "lint", value: "<none> & more", colour: "#123").svg
        #expect(badge.contains("aria-label=\"lint: &lt;none&gt; &amp; more\""))
        #expect(badge.contains("<rect x=\"31\" width=\"98\" height=\"20\" fill=\"#123\"/>"), "\(badge)")
    }

    @Test func aLineHasAGapWhereAValueIsMissing() {
        let series = ChartSeries(name: "s", points: [(0, 1), (1, .nan), (2, 3)], colour: 0, dash: 0)
        let svg = LineChart(title: "t", x: "step", series: [series]).svg
        #expect(svg.split(separator: "\n").contains { $0.hasPrefix("<path") && $0.split(separator: "M").count == 3 })
    }

    /// An axis of moments has marks at moments that people name.
    @Test(arguments: [
        ("2026-01-31T10:00:00Z", "2026-01-31T10:00:40Z", ["10:00:00", "10:00:10", "10:00:20", "10:00:30", "10:00:40"]),
        ("2026-01-31T10:07:00Z", "2026-01-31T12:10:00Z", ["10:00", "10:30", "11:00", "11:30", "12:00", "12:30"]),
        ("2026-01-30", "2026-02-03", ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02", "2026-02-03"]),
        ("2025-11-15", "2026-03-02", ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"]),
        ("2001-06-01", "2019-01-01", ["2000", "2005", "2010", "2015", "2020"]),
        ("0990-01-01", "0999-06-01", ["0990", "0992", "0994", "0996", "0998", "1000"]),
        (
            "0001-01-01", "9500-01-01",
            ["0000", "1000", "2000", "3000", "4000", "5000", "6000", "7000", "8000", "9000", "10000"]
        ),
    ])
    func momentsHaveMarks(from first: String, to last: String, labels: [String]) throws {
        let times = try [first, last].map { Double(try #require(Timestamp(iso8601: $0)).seconds) }
        let scale = ChartScale(times: times, marks: 5)
        #expect(scale.labels == labels)
        #expect(scale.place(times[0]) >= 0 && scale.place(times[1]) <= 1)
    }

    /// Steps that are no whole binary fractions, up to the last.
    @Test(arguments: [
        ([0.2, 0.5], 3, ["0.2", "0.3", "0.4", "0.5"]), ([0.6, 0.8], 2, ["0.6", "0.7", "0.8"]),
        ([0.05, 0.31], 3, ["0", "0.1", "0.2", "0.3", "0.4"]),
        ([3, 5], 4, ["3", "4", "5"]), ([2.5, 3.5], 2, ["2.5", "3", "3.5"]), ([7, 7], 2, ["6", "7", "8"]), ([], 2, ["0", "1"]),
    ] as [([Double], Int, [String])])
    func marksStandAtRoundNumbers(values: [Double], marks: Int, labels: [String]) {
        #expect(ChartScale(values, marks: marks).labels == labels)
    }

    /// Rows beyond the classes are of nothing that has a name.
    @Test func onlyRowsOfClassesAreDrawn() {
        let one = ConfusionChart(title: "t", classes: ["a"], counts: [[3]]).svg
        #expect(ConfusionChart(title: "t", classes: ["a"], counts: [[3], [4]]).svg == one)
    }
}
