import MLKitChecklist
import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// An item of the project's own: its id, its list, and that both files change or none.
@Suite struct ListAdditionTests {
    private let files = RecordingFileSystem(InMemoryFileSystem())
    private let fixture: ProjectFixture

    init() throws { fixture = try ProjectFixture(files: files) }

    private static let spec = "mlkit: 1\nproject: {name: p}\nchecklists: [checklists/small.yaml]\nstages: {ship: {run: ls}}\n"
    private static let own: FilePath = "/project/checklists/project.yaml"

    private func draft(_ title: String = "Look at the labels", section: String = "data", id: String? = nil) -> ItemDraft {
        var draft = ItemDraft(section: section, title: title, why: "w", how: "h", maturity: .mvp)
        draft.id = id
        return draft
    }

    private func addition(
        _ draft: ItemDraft, to list: String = ListAddition.standardList, spec: String = spec,
        definitions: [FilePath] = [ProjectFixture.path]
    ) throws -> ListAddition {
        let bytes = Array(spec.utf8)
        return try ListAddition(
            draft, to: list, fixture.load(definitions: definitions), spec: ProjectSpec(parsing: bytes, kinds: .builtIn),
            specText: bytes)
    }

    private func messages(_ draft: ItemDraft, to list: String = ListAddition.standardList) -> [String] {
        do {
            _ = try addition(draft, to: list)
            return []
        } catch { return (error as? Failure)?.diagnostics.map(\.message) ?? [] }
    }

    private func write(_ addition: ListAddition) throws { try addition.write(in: ProjectFixture.project, files: files) }

    @Test func aNewListIsMadeAndNamed() throws {
        try fixture.write(Self.spec, to: "mlkit.yaml")
        let first = try addition(draft())
        #expect(first.isNewList && !first.isNewSection && first.changesSpec)
        #expect(first.item.id == "data.look-labels" && first.item.maturity == .mvp)
        try write(first)
        let spec = try fixture.read("mlkit.yaml")
        #expect(spec == Self.spec.replacing("small.yaml]", with: "small.yaml, checklists/project.yaml]"))
        let lists: [FilePath] = [ProjectFixture.path, Self.own]
        #expect(try fixture.load(definitions: lists).find("look-labels").item.section == "data")
        // The second goes into the list that is there and named by now, in a section that no list had.
        let second = try addition(draft("Say it", section: "say"), spec: spec, definitions: lists)
        #expect(!second.isNewList && second.isNewSection && !second.changesSpec)
        try write(second)
        #expect(try fixture.load(definitions: lists).definitions[1].sections.map(\.id) == ["data", "say"])
        #expect(try fixture.read("mlkit.yaml") == spec)
    }

    @Test func aListIsNamedUnlessItIsAlready() throws {
        for (named, isChanged) in [("./checklists/project.yaml", false), ("checklists/project.yml", true)] {
            let spec = Self.spec.replacing("checklists/small.yaml", with: named)
            #expect(try addition(draft(), spec: spec).changesSpec == isChanged, "\(named)")
        }
        // A spec that names no lists has those of every project, which stay.
        let plain = "mlkit: 1\nproject: {name: p}\n"
        try fixture.write(plain, to: "mlkit.yaml")
        try write(addition(draft(), spec: plain))
        let named = try ProjectSpec(parsing: Array(fixture.read("mlkit.yaml").utf8), kinds: .builtIn).checklists
        #expect(try named == ProjectSpec(parsing: Array(plain.utf8), kinds: .builtIn).checklists + [ListAddition.standardList])
    }

    /// Where the spec cannot be written, a new list is taken away and another one is as it was.
    @Test func aSpecThatCannotBeWrittenLeavesTheListAsItWas() throws {
        try fixture.write(Self.spec, to: "mlkit.yaml")
        let new = try addition(draft())
        files.begin(failing: 1)
        #expect(throws: Failure.self) { try write(new) }
        #expect(files.changes == ["write \(Self.own)", "write /project/mlkit.yaml", "remove \(Self.own)"])
        #expect(try !files.exists(Self.own))
        let text = "# mine\nchecklist: 1\ntitle: T\nsections: []\n"
        try files.write(text, to: Self.own)
        let other = try addition(draft())
        #expect(!other.isNewList)
        files.begin(failing: 1)
        #expect(throws: Failure.self) { try write(other) }
        #expect(try files.readText(Self.own) == text)
        #expect(try fixture.read("mlkit.yaml") == Self.spec)
    }

    @Test func anIdIsMadeOfTheTellingWords() throws {
        for (title, id) in [
            ("Is it?", "data.is-it"), ("What the model does in a year of use, and why", "data.model-year-use-why"),
            ("Split the data", "data.split-data"), ("Split", "data.split-2"), ("GPU: 2 of them", "data.gpu-2-them"),
        ] {
            #expect(try addition(draft(title)).item.id == id)
        }
        #expect(try addition(draft(id: "mine")).item.id == "data.mine")
        #expect(try addition(draft(id: "data.mine")).item.id == "data.mine")
    }

    @Test func anIdThatIsTakenIsRefused() {
        #expect(messages(draft("Split once")) == ["`data.split` has that title already"])
        #expect(messages(draft(id: "split")) == ["there is an item `data.split` already"])
        #expect(messages(draft(id: "data.split")) == ["there is an item `data.split` already"])
        #expect(messages(draft("数据")) == ["cannot make an id from `数据`"])
        // Another section may have it.
        #expect(messages(draft("Split once", section: "scoping")) == [])
    }

    @Test func allThatIsWrongIsSaidAtOnce() {
        var empty = ItemDraft(section: "Data", title: " ", why: "", how: "\n", maturity: .poc)
        empty.tags = ["good", "Bad"]
        empty.options = [("-x", "w")]
        #expect(
            messages(empty) == [
                "the item needs a title", "the item needs a reason", "the item needs a way to go about it",
                "`Data` cannot be the section", "`Bad` cannot be the tag", "`-x` cannot be the name of an option",
            ])
        var automatic = draft()
        automatic.kind = .automatic
        #expect(messages(automatic) == ["an automatic item needs probes"])
        var gated = draft()
        gated.gates = ["ship", "train", "shp"]
        #expect(messages(gated) == ["`shp` is neither a stage nor a kind of stages"])
    }

    @Test(arguments: ["small", "lists/mine.txt", "lists/mine", "../mine.yaml"])
    func onlyAListOfTheProjectIsAddedTo(list: String) {
        #expect(messages(draft(), to: list).count == 1)
        #expect(messages(draft(), to: "lists/mine.yml") == [] && messages(draft(), to: "mine.yaml") == [])
    }

    /// What is left out is not written.
    @Test func onlyWhatIsGivenIsWritten() throws {
        var full = draft("Choose", id: "choose")
        full.kind = .choice
        full.options = [("one", "w1"), ("two", "w2")]
        full.tags = ["a"]
        full.gates = ["ship"]
        try fixture.write(Self.spec, to: "mlkit.yaml")
        try write(addition(full))
        let text = try files.readText(Self.own)
        #expect(text.contains("kind: choice\n") && text.contains("tags: [a]\n") && text.contains("gates: [ship]\n"))
        let item = try addition(draft("Other")).item
        #expect((item.kind, item.tags, item.gates, item.options.count) == (.task, [], [], 0))
        try files.remove(Self.own)
        try write(addition(draft("Other")))
        let plain = try files.readText(Self.own)
        for key in ["kind:", "options:", "answers:", "tags:", "gates:"] { #expect(!plain.contains(key)) }
    }
}
