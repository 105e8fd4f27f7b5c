internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitScaffold
internal import MLKitSpec

/// `mlkit check -i`: shows items one by one and records what is typed. Each answer is recorded at once, so that leaving
/// in whatever way loses nothing.
struct ChecklistWalk {
    private let project: ProjectOption
    private let filter: ItemFilter
    /// Whether settled items are shown too.
    private let all: Bool
    /// What the project says it is: its items come first, and are counted by themselves.
    private let level: Maturity
    private let dialog = Dialog()
    private var loaded: LoadedChecklist
    private var checklist: Checklist
    /// The item that is shown; `nil` at the end.
    private var current: String?
    /// The items that were shown before it, for going back.
    private var visited: [String] = []
    private var recorded = 0

    /// - Throws: `Failure` if the project cannot be read, or does not have what is selected.
    init(_ project: ProjectOption, _ selection: ItemSelection, all: Bool, from: String?) throws {
        self.project = project
        self.all = all
        loaded = try LoadedChecklist(project)
        filter = try selection.filter(for: loaded)
        checklist = try loaded.glanced()
        level = loaded.spec.project.maturity
        current = try from.map { try checklist.find($0).item.id }
        if from == nil { current = ordered.first(where: isWanted)?.item.id }
    }

    mutating func run() throws {
        do {
            while let id = current { try visit(id) }
            Console.standard.say(visited.isEmpty ? "nothing here is left to do\n" : "\nthat was the last one\n")
        } catch is Dialog.Ended {
            // The end of the input is a way to leave.
        }
        loaded.conclude()
        Console.standard.say("\(plural(recorded, "change")) recorded\n")
    }

    /// What the project's level requires first, by who would do it; then the rest in the lists' order.
    private var ordered: [ItemReport] {
        let own = checklist.reports.filter { $0.item.maturity <= level }
        return ItemRole.allCases.flatMap { role in own.filter { $0.item.role == role } }
            + checklist.reports.filter { $0.item.maturity > level }
    }

    private func isWanted(_ report: ItemReport) -> Bool {
        report.counts && filter.fits(report) && (all || !report.state.isSettled)
    }

    /// Shows an item and asks until the walk moves on.
    private mutating func visit(_ id: String) throws {
        let report = try checklist.find(id)
        show(report)
        let menu = WalkMenu(item: report.item, isForPeople: report.isForPeople)
        var moves = false
        while !moves {
            let action = try dialog.ask("\n" + wrapped(menu.text)) { try menu.action(for: $0) }
            switch action {
            case .next:
                go(to: next(after: id))
                moves = true
            case .back: moves = goBack()
            case .quit: throw Dialog.Ended()
            default: moves = try record(action, report)
            }
        }
    }

    /// - Returns: whether anything was recorded.
    private mutating func record(_ action: WalkMenu.Action, _ report: ItemReport) throws -> Bool {
        do {
            let answer = WalkAnswer(loaded: loaded, report: report, dialog: dialog)
            guard let change = try answer.record(action) else { return false }
            recorded += 1
            loaded = try LoadedChecklist(project)
            if action != .note, change.record.status == .done { try loaded.remark(on: change) }
            checklist = try loaded.glanced()
            if action != .note { go(to: next(after: report.item.id)) }
            return true
        } catch let failure as Failure {
            let renderer = DiagnosticRenderer(colour: Console.standard.outputIsColoured)
            Console.standard.say("\n" + failure.diagnostics.map { renderer.render($0) }.joined(separator: "\n"))
            return false
        }
    }

    private mutating func go(to next: String?) {
        if let current { visited.append(current) }
        current = next
    }

    /// - Returns: whether there is something to go back to.
    private mutating func goBack() -> Bool {
        guard let last = visited.popLast() else {
            Console.standard.say("this is where you began\n")
            return false
        }
        current = last
        return true
    }

    /// The next item in the lists' order, among them those that an answer has just opened.
    private func next(after id: String) -> String? {
        let rest = ordered.drop { $0.item.id != id }.dropFirst()
        return rest.first(where: isWanted)?.item.id
    }

    private func show(_ report: ItemReport) {
        let console = Console.standard
        let isOwn = report.item.maturity <= level
        let ahead = ordered.drop { $0.item.id != report.item.id }.count { isWanted($0) && ($0.item.maturity <= level) == isOwn }
        let place = ahead > 0 ? "\(plural(ahead, "item")) to go" : "settled"
        let line = String(repeating: "-", count: max(width - place.count - 4, 2))
        console.say("\n" + "-- \(place) \(line)".styled(.dim, console.outputIsColoured) + "\n")
        console.say(
            ItemView(report: report, checklist: checklist, isColoured: console.outputIsColoured, width: width).text)
    }

    private func wrapped(_ text: String) -> String {
        text.lines(of: max(width - 2, 10)).joined(separator: "\n")
    }

    /// Columns for text: those of the terminal, up to what is easy to read.
    private var width: Int { min(max(Console.standard.outputWidth ?? 80, 20), 80) }
}
