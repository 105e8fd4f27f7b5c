internal import ArgumentParser
internal import MLKitProcesses

/// `mlkit stage-guard`: the process that looks after the stages of a run. Started by the runner, not by people.
struct StageGuardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stage-guard", abstract: "Look after the stages of a run.", shouldDisplay: false)

    func run() { GuardLoop.run() }
}
