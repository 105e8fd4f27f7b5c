internal import ArgumentParser
internal import Glibc
internal import MLKitCore

/// The command line: parses, runs, and is the one place where errors are printed and become exit codes.
public enum CommandLineTool {
    public static func run() async {
        do {
            var command = try RootCommand.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
            Console.standard.error(failure.diagnostics.map { renderer.render($0) }.joined(separator: "\n"))
            Glibc.exit(1)
        } catch {
            RootCommand.exit(withError: error)
        }
    }
}
