internal import MLKitChecklist
internal import MLKitCore
internal import MLKitDrawing

/// Progress over time as a picture: areas of done, skipped or waived, and open items, one on top of the other.
struct BurndownPicture {
    let burndown: Burndown
    let title: String

    var svg: String {
        let points = burndown.points
        let last = points.last
        // Told apart also in grey and by the colour-blind, as each is lighter than the one below it.
        return AreaChart(
            title: "Checklist of \(title)", label: "Checklist of \(title) over time", names: points.map(\.day.day),
            areas: [
                .init(legend: "done \(last?.tally.done ?? 0)", colour: "#1b7f5c", counts: points.map(\.tally.done)),
                .init(
                    legend: "skipped or waived \(last?.excused ?? 0)", colour: "#86bfe0", counts: points.map(\.excused)),
                .init(legend: "open \(last?.open ?? 0)", colour: "#e6e8eb", counts: points.map(\.open)),
            ], nothing: "no answer was committed yet"
        ).svg
    }
}
