internal import MLKitCore
internal import MLKitScaffold

extension Failure {
    /// The same for a command with `--read`: what a hint has keys of `read` in mlkit.yaml for is said by the option.
    var sayingRead: Failure {
        Failure(
            diagnostics.map { diagnostic in
                var copy = diagnostic
                copy.hint = diagnostic.hint.map(Self.sayingRead)
                return copy
            })
    }

    private static func sayingRead(_ hint: String) -> String {
        hint.split(separator: "`", omittingEmptySubsequences: false).map { part in
            part.hasPrefix("read: {") && part.hasSuffix("}")
                ? "--read \(ShellText.shown(String(part.dropFirst("read: ".count))))" : String(part)
        }.joined(separator: "`")
    }
}
