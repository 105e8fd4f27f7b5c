internal import ArgumentParser
internal import Glibc
internal import MLKitCore

/// The command line: parses, runs, and is the one place where errors are printed and become exit codes.
public enum CommandLineTool {
    /// A command that waits for nothing runs on this thread: starting the concurrency runtime costs two milliseconds.
    public static func run() {
        var failureCode: Int32 = 1
        do {
            try refuseStrangeArguments()
            var command = try RootCommand.parse(Array(CommandLine.arguments.dropFirst()))
            failureCode = (type(of: command) as? any FindingCommand.Type)?.failureCode ?? failureCode
            if let asynchronous = command as? any AsyncParsableCommand {
                try Waiting.run {
                    var command = asynchronous
                    try await command.run()
                }
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
            Console.standard.error(failure.diagnostics.map { renderer.render($0) }.joined(separator: "\n"))
            Glibc.exit(failureCode)
        } catch {
            exit(withError: error)
        }
    }

    /// In Swift's own list of arguments, bytes that are no text are replaced: another file would be meant.
    private static func refuseStrangeArguments() throws {
        for argument in UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)) {
            guard let argument, String(validatingCString: argument) == nil else { continue }
            throw Failure("the argument `\(String(cString: argument))` is not UTF-8", hint: "rename the file that it names")
        }
    }

    private static func exit(withError error: any Error) -> Never {
        let mistyped = MistypedCommand(in: Array(CommandLine.arguments.dropFirst()), of: RootCommand.self)
        let said = RootCommand.fullMessage(for: error)
        if let message = mistyped?.complete(said) ?? MissingStage.complete(said, arguments: CommandLine.arguments) {
            Console.standard.error(message)
            Glibc.exit(RootCommand.exitCode(for: error).rawValue)
        }
        RootCommand.exit(withError: error)
    }
}
