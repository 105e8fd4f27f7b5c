internal import ArgumentParser

/// `mlkit check`: the checklist, from scoping to responsible AI.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", _superCommandName: RootCommand.name,
        abstract: "Show the checklist's progress, and record answers in git.",
        discussion: """
            An item is named by its id, such as `scoping.baseline`, or by what is left of that when it still fits one \
            item only: `baseline`, `base`, `sco.base`. `mlkit check -i` (`--interactive`) walks through the items one by one; `mlkit \
            help check progress` lists what else `mlkit check` alone takes.
            """,
        subcommands: [
            CheckProgressCommand.self, CheckNextCommand.self, CheckListCommand.self, CheckShowCommand.self,
            CheckDoneCommand.self,
            CheckAnswerCommand.self, CheckChooseCommand.self, CheckSkipCommand.self, CheckWaiveCommand.self,
            CheckReopenCommand.self, CheckAssignCommand.self, CheckReviewCommand.self,
            CheckVerifyCommand.self, CheckGateCommand.self, CheckLogCommand.self, CheckDiffCommand.self, CheckAuditCommand.self,
            CheckEvidenceCommand.self,
            CheckBurndownCommand.self, CheckExportCommand.self, CheckSyncCommand.self, CheckAddCommand.self,
            CheckUpgradeCommand.self,
        ],
        defaultSubcommand: CheckProgressCommand.self)
}
