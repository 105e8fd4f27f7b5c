internal import Glibc
internal import MLKitScaffold

/// Shows a menu on the terminal until a choice is made, and then the choice alone.
struct TerminalMenu {
    private var menu: ChoiceMenu
    private let console: Console
    /// Lines above the cursor.
    private var drawn = 0

    init(_ menu: ChoiceMenu, on console: Console = .standard) {
        self.menu = menu
        self.console = console
    }

    /// Lets a person choose; `nil` on a terminal that cannot draw.
    static var chooser: ((ChoiceMenu) -> String?)? {
        guard Console.standard.isDrawable, Console.standard.inputIsTerminal, Console.standard.promptWidth != nil else { return nil }
        return { menu in
            var terminal = TerminalMenu(menu)
            return terminal.choose()
        }
    }

    /// - Returns: the answer; `nil` if the input ended or a signal came.
    mutating func choose() -> String? {
        // Keys that send signals send them as ever.
        let made = TerminalMode.with { settings in
            settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
        } _: {
            isChosen()
        }
        console.redraw(above: drawn, made == true ? "\(menu.summary)\n" : "\(menu.name):\n")
        return made == true ? menu.answer : nil
    }

    private mutating func isChosen() -> Bool {
        while true {
            draw()
            guard let text = typed() else { return false }
            for key in ChoiceMenu.Key.all(in: text) {
                switch menu.press(key) {
                case .open: break
                case .chosen: return true
                case .ended: return false
                }
            }
        }
    }

    private mutating func draw() {
        let lines = menu.lines(width: console.promptWidth ?? 80, height: console.promptHeight ?? 24)
        console.redraw(above: drawn, lines.joined(separator: "\n"))
        drawn = lines.count - 1
    }

    /// What has been typed since it was last asked for; waits if there is nothing. `nil` if the input ended or a signal came.
    private func typed() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(STDIN_FILENO, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
