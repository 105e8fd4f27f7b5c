import MLKitCommands

/// The entry of `mlkit`; all else is in MLKitCommands.
@main
struct Main {
    static func main() {
        CommandLineTool.run()
    }
}
