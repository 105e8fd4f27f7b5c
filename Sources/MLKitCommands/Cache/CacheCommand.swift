internal import ArgumentParser

/// `mlkit cache`: what stages made, kept to be restored.
struct CacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache", abstract: "Look after the cache of what stages made.",
        discussion: """
            `mlkit run` keeps the outputs of every stage in .mlkit/cache, and restores them when a stage would be run \
            as it was before. The key `cache` in mlkit.yaml names a remote to share them by.
            """,
        subcommands: [
            CacheStatusCommand.self, CacheVerifyCommand.self, CacheCollectCommand.self, CachePushCommand.self,
            CachePullCommand.self,
        ],
        defaultSubcommand: CacheStatusCommand.self)
}
