internal import Glibc
internal import MLKitCore
internal import MLKitGit

extension Surroundings {
    /// What git is told of this process: its variables, and the local time.
    func git() -> GitEnvironment {
        var seconds = time(nil)
        var local = tm()
        localtime_r(&seconds, &local)
        return GitEnvironment(variables: environment, time: GitTime(seconds: seconds, offset: local.tm_gmtoff / 60))
    }

    /// The current time, to the second.
    static var timestamp: Timestamp { Timestamp(seconds: now() / 1_000_000_000) }
}
