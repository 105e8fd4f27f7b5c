internal import MLKitCore
internal import MLKitScaffold
internal import MLKitTables

/// Asks on a terminal which column is to be predicted.
struct TargetChoice {
    var write: (String) -> Void = { Console.standard.error($0) }
    var readLine: () -> String? = { Swift.readLine() }
    /// Has one chosen from a menu; `nil` where names are typed.
    var choose: ((ChoiceMenu) -> String?)? = TerminalMenu.chooser

    /// The most columns that are listed; others can be named.
    private static let shown = 40

    /// Enter takes the guess, which is listed first; a number or a name another.
    ///
    /// - Throws: `Failure` if the input ends.
    func ask(_ survey: TableSurvey, _ name: String, _ guess: TargetGuess) throws -> String {
        let all = survey.candidates
        let first = all.filter { $0.name == guess.name }
        let able = first + all.filter { $0.obstacle == nil && $0.name != guess.name }
        write("Which column of `\(name)` is to be predicted?\n")
        if let choose {
            let choices = able.map { Question.Choice(value: $0.name, label: $0.words) }
            guard let chosen = choose(ChoiceMenu(name: "target", choices: choices)) else { throw Self.ended }
            return chosen
        }
        var table = TextTable()
        for (index, candidate) in able.prefix(Self.shown).enumerated() {
            table.add("\(index + 1))", candidate.name.onOneLine, candidate.words)
        }
        write(table.text(indent: 2))
        if able.count > Self.shown { write("  and \(plural(able.count - Self.shown, "other")), by their names\n") }
        while true {
            write("target [\(guess.name.onOneLine)]: ")
            guard let line = readLine() else {
                write("\n")
                throw Self.ended
            }
            let text = line.trimmed
            if text.isEmpty { return guess.name }
            if let chosen = able.first(where: { $0.name.hasSameBytes(as: text) }) { return chosen.name }
            if let number = Int(text), able.indices.contains(number - 1) { return able[number - 1].name }
            let problem = all.first { $0.name.hasSameBytes(as: text) }?.obstacle.map { "`\(text)` cannot be predicted: \($0)" }
            let nearest = Int(text) == nil ? Suggestion.nearest(to: text, among: able.map(\.name)) : nil
            let hint = nearest.map { ": did you mean `\($0)`?" }
            write("\(problem ?? "there is no column `\(text)`\(hint ?? "")")\n")
        }
    }

    private static var ended: Failure { Failure("the input ended before the column was chosen", hint: "say it with `--target`") }
}
