import MLKitCore
@testable import MLKitScaffold
import Testing

/// What is shown of a menu, and what keys do.
struct ChoiceMenuTests {
    private static let choices = [
        Question.Choice(value: "census", label: "the Adult census data"), Question.Choice(value: "own", label: "a file of your own"),
        Question.Choice(value: "none", label: nil),
    ]

    private func menu(several: Bool = false, marked: [Int] = []) -> ChoiceMenu {
        ChoiceMenu(name: "data", choices: Self.choices, takesSeveral: several, marked: marked)
    }

    /// The answer after these keys, the last of which decides; `nil` if they do not.
    private func answer(_ menu: ChoiceMenu, _ keys: ChoiceMenu.Key...) -> String? {
        var menu = menu
        for (index, key) in keys.enumerated() {
            switch menu.press(key) {
            case .open: break
            case .chosen: return index == keys.count - 1 ? menu.answer : nil
            case .ended: return nil
            }
        }
        return nil
    }

    @Test func arrowsMoveAndGoRound() {
        #expect(answer(menu(), .enter) == "census")
        #expect(answer(menu(marked: [1]), .enter) == "own")
        #expect(answer(menu(), .down, .enter) == "own")
        #expect(answer(menu(), .down, .down, .enter) == "none")
        #expect(answer(menu(), .down, .down, .down, .enter) == "census")
        #expect(answer(menu(), .up, .enter) == "none")
        #expect(answer(menu(), .last, .up, .enter) == "own")
        #expect(answer(menu(), .last, .first, .enter) == "census")
    }

    @Test func lettersSearch() {
        #expect(answer(menu(), .text("o"), .enter) == "own")
        #expect(answer(menu(), .text("O"), .text("WN"), .enter) == "own")
        // By what it has in it, and by what is said of it.
        #expect(answer(menu(), .text("ens"), .enter) == "census")
        #expect(answer(menu(), .text("file"), .enter) == "own")
        // By number.
        #expect(answer(menu(), .text("3"), .enter) == "none")
        // A move begins anew.
        #expect(answer(menu(), .text("no"), .up, .enter) == "own")
        #expect(answer(menu(), .text("ox"), .enter) == nil)
        #expect(answer(menu(), .text("ox"), .erase, .enter) == "own")
        #expect(answer(menu(), .text("4"), .enter) == nil)
        #expect(answer(menu(), .end) == nil)
    }

    @Test func ofSeveralTheSpaceBarMarks() {
        #expect(answer(menu(several: true, marked: [1]), .enter) == "own")
        #expect(answer(menu(several: true), .enter) == ",")
        #expect(answer(menu(several: true, marked: [1]), .text(" "), .enter) == ",")
        #expect(answer(menu(several: true, marked: [1]), .up, .text(" "), .enter) == "census,own")
        #expect(answer(menu(several: true), .text("none, cen"), .enter) == "census,none")
        #expect(answer(menu(several: true), .text("none,"), .enter) == "none")
        #expect(answer(menu(several: true), .text("x "), .erase, .enter) == ",")
    }

    @Test func aNameIsBeforeANumber() {
        let years = ChoiceMenu(name: "n", choices: ["2", "1"].map { Question.Choice(value: $0, label: nil) })
        #expect(answer(years, .text("1"), .enter) == "1")
    }

    @Test func theCursorIsShown() {
        var menu = menu()
        _ = menu.press(.down)
        #expect(
            menu.lines(width: 80, height: 24) == [
                "    census  the Adult census data", "  > own     a file of your own", "    none", "data (arrows or a name, Enter takes): ",
            ])
        _ = menu.press(.text("q"))
        #expect(menu.lines(width: 80, height: 24).last == "data (nothing is called so): q")
        #expect(self.menu(several: true, marked: [2]).lines(width: 30, height: 24) == [
            "    [ ] census  the Adult …", "    [ ] own     a file of …", "  > [x] none", "data: ",
        ])
    }

    /// As many as there is room for, the cursor's among them.
    @Test(arguments: [(0, 0..<6, "    1 to 6 of 50"), (25, 22..<28, "    23 to 28 of 50"), (49, 44..<50, "    45 to 50 of 50")])
    func aLongListIsShownInPart(_ place: Int, _ shown: Range<Int>, _ count: String) {
        let menu = ChoiceMenu(name: "n", choices: (0..<50).map { Question.Choice(value: "c\($0)", label: nil) }, marked: [place])
        let lines = menu.lines(width: 80, height: 10)
        #expect(lines.dropLast(2) == shown.map { "  \($0 == place ? ">" : " ") c\($0)" }[...])
        #expect(lines[6] == count)
        #expect(lines.count == 8)
    }

    @Test func keysAreReadFromWhatATerminalSends() {
        #expect(ChoiceMenu.Key.all(in: "\u{1B}[A\u{1B}[B\u{1B}OA\u{1B}OB") == [.up, .down, .up, .down])
        #expect(ChoiceMenu.Key.all(in: "\u{1B}[H\u{1B}[F\u{1B}[1~\u{1B}[4~") == [.first, .last, .first, .last])
        #expect(ChoiceMenu.Key.all(in: "own\r") == [.text("own"), .enter])
        #expect(ChoiceMenu.Key.all(in: "é\u{7F}\u{8}\n\u{4}") == [.text("é"), .erase, .erase, .enter, .end])
        #expect(ChoiceMenu.Key.all(in: "\u{10}\u{E}\t\u{1}\u{5}") == [.up, .down, .down, .first, .last])
        // Page keys, function keys and lone escapes are no keys of a menu.
        #expect(ChoiceMenu.Key.all(in: "\u{1B}[5~\u{1B}OP\u{1B}[1;5C\u{1B}a\u{1B}") == [.text("a")])
    }
}
