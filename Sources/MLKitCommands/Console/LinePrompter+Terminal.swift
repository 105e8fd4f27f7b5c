internal import MLKitScaffold

extension LinePrompter {
    /// Asks on the terminal; `nil` if there is none, or nothing is to be asked.
    static func forTerminal(unless isSilent: Bool) -> LinePrompter? {
        guard !isSilent, Console.standard.inputIsTerminal, Console.standard.errorIsTerminal else { return nil }
        return LinePrompter(write: { Console.standard.error($0) }, readLine: { Swift.readLine() })
    }
}
