import MLKitCore
import MLKitStagesTestSupport
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTables

/// What is found in a table that nothing was said of, and what a project is to do with it.
@Suite struct TableSurveyTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func survey(_ text: String, _ name: String = "t.csv", read: ReadingOptions = ReadingOptions()) throws -> TableSurvey {
        try scratch.write(text, to: name)
        return try TableSurvey(
            [scratch.path.appending(name)], name: name, names: { $0.name(in: scratch.path) }, read: read, context: stageContext())
    }

    private func lines(_ proposal: TableProposal) -> [String] {
        (proposal.answer(source: "x.csv")["lines"]?.array ?? []).compactMap(\.string)
    }

    /// A table with rows made of their numbers.
    private func table(_ header: String, _ rows: Int = 300, _ row: (Int) -> String) -> String {
        header + "\n" + (0..<rows).map { row($0) + "\n" }.joined()
    }

    // MARK: Columns

    @Test func columnsThatTellNothingAreLeftOut() throws {
        let text = table("id,name,same,none,code,note,x,kind") { row in
            "\(row + 1),u\(row)x,1,,c\(row % 200),word \(row) of many,\(row * 37 % 101),\(row % 3 == 0 ? "a" : "b")"
        }
        let proposal = try survey(text).proposal(target: "kind", because: "as chosen")
        #expect(proposal.size == "300 rows, 8 columns")
        #expect(
            lines(proposal) == [
                "target: kind                   # the column to predict: as chosen",
                "task: classification           # it has 2 different texts",
                "clean:",
                "  drop:                        # columns that a model must not see, each for its reason",
                "    - id                       # has another value in every row: it names rows, and tells nothing of them",
                "    - name                     # has another value in every row: it names rows, and tells nothing of them",
                "    - same                     # has the same value in every row",
                "    - none                     # has no values",
                "    - code                     # has 200 different texts in 300 rows: as categories they come to nothing",
                "split:", "  train: 0.7", "  valid: 0.15", "  test: 0.15",
                "  stratify: kind               # the same share of each class in all three", "  seed: ${params.seed}",
            ])
    }

    /// A column with which the answer is given away is left out, but not the only one.
    @Test func whatTellsTheTargetIsLeftOut() throws {
        let text = table("code,x,y") { "\($0 * 7 % 13 + 5),\($0 * 37 % 101),\(($0 * 7 % 13 + 5) * 2)" }
        let proposal = try survey(text).proposal(target: "y", task: .regression, because: "as chosen")
        #expect(proposal.decisions.filter { $0.path == ["clean", "drop"] }.map(\.value) == ["code"])
        let alone = table("code,y") { "\($0 * 7 % 13 + 5),\(($0 * 7 % 13 + 5) * 2)" }
        let kept = try survey(alone).proposal(target: "y", task: .regression, because: "as chosen")
        #expect(kept.decisions.filter { $0.path == ["clean", "drop"] } == [])
    }

    /// What only looks alike is no copy: few values, or identifiers that tell rows apart.
    @Test func rowsThatAreAlikeAreKept() throws {
        let few = table("x,y") { "\($0 % 40),\($0 % 40 * 3 + $0 % 2)" }
        let named = table("id,x,y") { "\($0),\($0 % 150 * 7919 % 9973),\($0 % 150 * 31 % 997)" }
        for text in [few, named] {
            let proposal = try survey(text).proposal(target: "y", because: "as chosen")
            #expect(!proposal.decisions.contains { $0.path == ["clean", "drop_duplicates"] })
        }
    }

    @Test func copiesOfRowsAreDropped() throws {
        let text = table("x,z,y") { "\($0 % 150 * 7919 % 9973),\($0 % 150 * 53 % 1009),\($0 % 150 * 31 % 997)" }
        let proposal = try survey(text).proposal(target: "y", because: "as chosen")
        let decision = try #require(proposal.decisions.first { $0.path == ["clean", "drop_duplicates"] })
        #expect(decision.value == true)
        #expect(decision.why.contains("of 300 rows are the same as one that another part of the split would get"))
    }

    /// A column that is called as an answer is would stand beside it in the model.
    @Test func whatIsCalledAsAnAnswerIsLeftOut() throws {
        func dropped(_ name: String, _ task: TargetTask) throws -> [JSON] {
            let text = table("\(name),x,y") { "\($0 % 7),\($0 * 37 % 101),\($0 * 11 % 2)" }
            return try survey(text).proposal(target: "y", task: task, because: "as chosen")
                .decisions.filter { $0.path == ["clean", "drop"] }.map(\.value)
        }
        for name in ["label", "probabilities"] { #expect(try dropped(name, .classification) == [.string(name)]) }
        #expect(try dropped("prediction", .regression) == ["prediction"] && dropped("label", .regression) == [])
        #expect(try dropped("prediction", .classification) == [])
    }

    /// Why a column is no use is told with the key that makes it some.
    @Test func howAColumnIsWrittenIsTheReason() throws {
        let days = table("day,x,y") { row in
            let day = row % 250
            return "\(10 + day % 19).0\(1 + day / 19 % 9).\(10 + day / 171),\(row * 37 % 101),\(row * 11 % 2)"
        }
        let why = try survey(days).proposal(target: "y", because: "as chosen").decisions.first { $0.value == "day" }?.why
        #expect(why?.hasPrefix("all of its values are dates with two digits for the year: `--read '{dates:") == true, "\(why ?? "")")
        let amounts = table("x,price") { "\($0 % 7),\"\($0 + 100),\($0 * 37 % 900 + 100)\"" }
        let failure = #expect(throws: Failure.self) { try survey(amounts).proposal(target: "price", because: "as chosen") }
        #expect(failure?.description.contains("`--read '{thousands: \",\"}'`") == true, "\(failure?.description ?? "")")
    }

    // MARK: Splits

    @Test func timesAndGroupsSplit() throws {
        let days = table("day,x,y") { "2024-0\(1 + $0 / 30 % 9)-\(10 + $0 % 19),\($0 * 37 % 101),\($0 * 11 % 97)" }
        #expect(lines(try survey(days).proposal(target: "y", because: "as chosen")).contains {
            $0.contains("time: day")
        })
        let groups = table("patient_id,x,y") { "p\($0 % 40),\($0 * 37 % 101),\($0 * 11 % 97)" }
        let proposal = try survey(groups).proposal(target: "y", because: "as chosen")
        #expect(lines(proposal).contains { $0.contains("group: patient_id") })
        #expect(!proposal.decisions.contains { $0.path == ["clean", "drop"] })
        let births = table("birth_date,x,y") { "19\(50 + $0 % 40)-03-\(10 + $0 % 19),\($0 * 37 % 101),\($0 * 11 % 97)" }
        #expect(!lines(try survey(births).proposal(target: "y", because: "as chosen")).contains { $0.contains("time:") })
    }

    /// Why a time is not gone by is told once, with what it takes to go by it all the same.
    @Test func aTimeThatIsPassedOverIsNamed() throws {
        let few = table("day,x,y") { "2024-01-0\($0 % 9 + 1),\($0 * 37 % 101),\($0 * 7 % 2)" }
        let proposal = try survey(few).proposal(target: "y", because: "as chosen")
        #expect(
            proposal.decisions.filter { $0.path == ["split"] }.map(\.why) == [
                "not `time: day`, since it has 9 different times only; if models are to predict later rows than they learned from, give "
                    + "that in place of this, and leave `cross_validation` and `refit` of the stage `train` out",
            ])
        #expect(!proposal.warnings.contains { $0.contains("is a time") }, "\(proposal.warnings)")
        let missing = table("day,x,y") { "\($0 == 3 ? "" : "2024-01-\($0 % 20 + 10)"),\($0 * 37 % 101),\($0 * 7 % 2)" }
        let other = try survey(missing).proposal(target: "y", because: "as chosen").decisions.filter { $0.path == ["split"] }
        #expect(other.first?.why.hasPrefix("not `time: day`, since it has no value in 1 row; ") == true, "\(other)")
    }

    @Test(arguments: [("9999-12-31", 5, false), ("1900-01-01", 10, false), ("2024-10-30", 5, true), ("9999-12-31", 20, true)])
    func aDateThatStandsForNoneIsNoTime(end: String, every: Int, splits: Bool) throws {
        let text = table("until,x,y") { "\($0 % every == 0 ? end : "2024-0\(1 + $0 / 30 % 9)-\(10 + $0 % 19)"),\($0 * 37 % 101),\($0 * 11 % 97)" }
        let proposal = try survey(text).proposal(target: "y", because: "as chosen")
        #expect(lines(proposal).contains { $0.hasPrefix("  time: until") } == splits)
        let why = "not `time: until`, since `\(end)` stands in \(300 / every) rows and seems to mean that there is no date"
        #expect(proposal.decisions.contains { $0.path == ["split"] && $0.why.hasPrefix(why) } == !splits, "\(lines(proposal))")
        #expect(!proposal.warnings.contains { $0.contains("is a time") })
    }

    /// The last rows in time are of one class: a model tested on them would not be tested.
    @Test func aTimeThatSeparatesTheClassesDoesNotSplit() throws {
        let text = table("day,x,kind") { "20\(10 + $0 / 20)-01-0\(1 + $0 % 9),\($0 * 37 % 101),\($0 < 150 ? "old" : "new")" }
        let found = lines(try survey(text).proposal(target: "kind", because: "as chosen"))
        #expect(found.contains { $0.contains("stratify: kind") })
        #expect(found.joined(separator: " ").contains("# not `time: day`, since the valid split would have one class only"))
    }

    // MARK: Reading

    @Test(arguments: [
        ("a;y", ";", "1,5", "{decimal: \",\"}"), ("a,y", ",", "\"$1,204.50\"", "{thousands: \",\", units: [\"$\"]}"),
    ])
    func numbersThatAreWrittenOtherwiseAreRead(header: String, separator: String, value: String, keys: String) throws {
        let text = table(header) { "\(value.replacing("5", with: "\($0 % 10)"))\(separator)\($0 * 11 % 97)" }
        let proposal = try survey(text).proposal(target: "y", because: "as chosen")
        let decision = try #require(proposal.decisions.first { $0.path == ["read"] })
        #expect(lines(proposal).contains { $0.hasPrefix("read: \(keys)") }, "\(decision.value.compact)")
        #expect(decision.why.hasPrefix("numbers are written "))
    }

    @Test func textsThatMeanMissingAreFound() throws {
        let text = table("a,b,y") { "\($0 % 50 == 3 ? "unknown" : "\($0 * 37 % 101)"),\($0 % 9 == 0 ? "?" : "k"),\($0 * 11 % 97)" }
        let proposal = try survey(text).proposal(target: "y", because: "as chosen")
        let decision = try #require(proposal.decisions.first { $0.path == ["clean", "missing"] })
        #expect(decision.value == ["?"] && decision.why.contains("`?` 34 times in `b`"))
        let own = try #require(proposal.decisions.first { $0.path == ["clean", "missing_in", "a"] })
        #expect(own.value == ["unknown"] && own.why == "`unknown` 6 times: all other values are numbers")
        #expect(lines(proposal).contains("    a: [unknown]               # `unknown` 6 times: all other values are numbers"),
            "\(lines(proposal))")
    }

    @Test func aTableWithoutAHeaderKeepsItsFirstRow() throws {
        let found = try survey(table("3.5,1.25,1") { "\($0 * 37 % 101).5,\($0 % 7).25,\($0 % 2)" })
        #expect(found.rows == 301)
        #expect(found.columns == ["column_1", "column_2", "column_3"])
        #expect(try found.proposal(target: "column_3", because: "as chosen")
            .decisions.contains { $0.path == ["read"] && $0.value == ["header": false] })
    }

    // MARK: Targets

    @Test func theTargetIsGuessed() throws {
        let named = try survey(table("target,x,id") { "\($0 % 2),\($0 * 37 % 101),\($0)" })
        #expect(named.guess?.name == "target" && named.guess?.isSure == true)
        let last = try survey(table("a,b,id") { "\($0 % 2),\($0 * 37 % 101),\($0)" })
        #expect(last.guess?.name == "b" && last.guess?.isSure == false)
        #expect(last.candidates.map(\.words) == ["integer, 2 different", "integer, 101 different", "identifier, 300 different"])
        let both = try survey(table("label,class") { "\($0 % 2),\($0 % 3)" })
        #expect(both.guess?.isSure == false)
    }

    @Test(arguments: [
        ("kidn", "`t.csv` has no column `kidn`", "did you mean `kind`?"),
        ("id", "the column `id` cannot be predicted: it has another value in every row", "what can be: `x` and `kind`"),
        ("same", "the column `same` cannot be predicted: it has the same value in every row", "what can be"),
        ("day", "the column `day` cannot be predicted: it is a time", "what can be"),
    ])
    func aTargetThatCannotBeIsRefused(target: String, problem: String, hint: String) throws {
        let found = try survey(table("id,day,same,x,kind") { "\($0),2024-01-\(10 + $0 % 9),1,\($0 * 37 % 101),\($0 % 3)" })
        let failure = #expect(throws: Failure.self) { try found.proposal(target: target, because: "as chosen") }
        #expect(failure?.diagnostics.first?.message.hasPrefix(problem) == true, "\(failure?.description ?? "")")
        #expect(failure?.diagnostics.first?.hint?.hasPrefix(hint) == true, "\(failure?.description ?? "")")
    }

    @Test func rowsWithoutTheTargetAreCounted() throws {
        let text = table("x,y") { "\($0 * 37 % 101),\($0 % 10 == 0 ? "" : "\($0 * 11 % 97)")" }
        let proposal = try survey(text).proposal(target: "y", because: "as chosen")
        #expect(proposal.decisions[0].why == "the column to predict: as chosen; 30 rows without a value are left out")
    }

    @Test func withNothingToLearnFromThereIsNoProposal() throws {
        let one = try survey("y\n" + (0..<60).map { "\($0 % 3)\n" }.joined())
        #expect(throws: Failure.self) { try one.proposal(target: "y", because: "as chosen") }
        let texts = try survey(table("a,b,y") { "word\($0 % 200),\($0 % 160)words,\($0 % 2 == 0 ? "k" : "l")" })
        let failure = #expect(throws: Failure.self) { try texts.proposal(target: "y", because: "as chosen") }
        #expect(failure?.diagnostics.first?.message == "there is no column to learn from but the target `y`")
        #expect(failure?.diagnostics.first?.notes.count == 2)
    }

    /// Names may hold what YAML, mlkit.yaml and terminals take for their own.
    @Test func hostileNamesAreWrittenAsTheyAre() throws {
        let text = "\"a: b # c\",${params.seed},\"it's \"\"y\"\"\"\n" + (0..<300).map { "\($0 * 37 % 101),1,\($0 % 3)\n" }.joined()
        let proposal = try survey(text).proposal(target: "it's \"y\"", because: "as chosen")
        let found = lines(proposal)
        #expect(found.contains { $0.hasPrefix("target: \"it's \\\"y\\\"\"") })
        #expect(found.contains { $0.hasPrefix("    - \"$${params.seed}\"") })
    }
}
