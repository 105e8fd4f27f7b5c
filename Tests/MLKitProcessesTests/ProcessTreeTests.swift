import Glibc
import MLKitCore
import SystemPackage
import Testing

@testable import MLKitProcesses

/// What the system tells of processes, of one that was started for it.
@Suite struct ProcessTreeTests {
    /// Sleeps for a minute, if it is let.
    private func sleeper(_ variable: String) throws -> pid_t {
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("60"), nil]
        var environment: [UnsafeMutablePointer<CChar>?] = [strdup("PATH=/usr/bin:/bin"), strdup(variable), nil]
        defer { for pointer in arguments + environment { free(pointer) } }
        var process = pid_t()
        try #require(posix_spawnp(&process, "sleep", nil, nil, &arguments, &environment) == 0)
        return process
    }

    @Test func aChildIsKnown() throws {
        let child = try sleeper("TREE=a b")
        defer {
            kill(child, SIGKILL)
            waitpid(child, nil, 0)
        }
        #expect(ProcessTree.children(of: getpid()).contains(child) && ProcessTree.children(of: child).isEmpty)
        let tasks = FilePath("/proc/\(getpid())/task")
        let listed = try LocalFileSystem().list(tasks).flatMap { thread -> [pid_t] in
            let list = open("\(tasks.string)/\(thread)/children", O_RDONLY)
            defer { close(list) }
            return list < 0 ? [] : ProcessTree.children(listedIn: list)
        }
        #expect(listed.contains(child))
        #expect(ProcessTree.environment(of: child, has: "TREE=a b") && !ProcessTree.environment(of: child, has: "TREE=a")
            && !ProcessTree.environment(of: child, has: "TREE"))
        #expect(!ProcessTree.environment(of: .max, has: "TREE=a b"))
    }

    /// In pages; that of a process counts what it has started.
    @Test func memoryIsThatOfAllBelow() throws {
        let child = try sleeper("X=1")
        defer {
            kill(child, SIGKILL)
            waitpid(child, nil, 0)
        }
        _ = ProcessTree.environment(of: child, has: "X=1")
        let (own, all) = (ProcessTree.memory(below: child), ProcessTree.memory(below: getpid()))
        #expect(own > 0 && own % Int(sysconf(Int32(_SC_PAGESIZE))) == 0 && all > own && ProcessTree.memory(below: .max) == 0)
    }

    /// One that has ended and was not asked for has no environment, and nobody waits for one.
    @Test func theDeadHaveNoEnvironment() throws {
        let child = try sleeper("X=1")
        kill(child, SIGKILL)
        var information = siginfo_t()
        waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT)
        #expect(!ProcessTree.environment(of: child, has: "X=1") && ProcessTree.memory(below: child) == 0)
        waitpid(child, nil, 0)
        #expect(!ProcessTree.children(of: getpid()).contains(child))
    }

    @Test func ancestorsBeginWithTheParent() {
        let found = ProcessTree.ancestors
        #expect(found.first == getppid() && Set(found).count == found.count && found.count < 1000 && !found.contains(0)
            && !found.contains(getpid()))
    }
}
