internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// What the system knows of the processes that one process has started, or was started by, from `/proc`.
public enum ProcessTree {
    /// The process that started this one, the one that started that, and so on.
    public static var ancestors: [Int32] {
        var found = [Int32]()
        var process = getppid()
        while process > 0, found.count < 1000 {
            found.append(process)
            process = parent(of: process)
        }
        return found
    }

    /// The second field after the name in `stat`, which stands in parentheses and may hold anything; 0 if it is gone.
    private static func parent(of process: pid_t) -> pid_t {
        let text = (try? LocalFileSystem().readText(FilePath("/proc/\(process)/stat"))) ?? ""
        guard let end = text.lastIndex(of: ")") else { return 0 }
        let fields = text[end...].split(separator: " ")
        return fields.count > 2 ? pid_t(fields[2]) ?? 0 : 0
    }

    /// The living and dead children of a process.
    static func children(of process: pid_t) -> [pid_t] {
        let tasks = "/proc/\(process)/task"
        guard let threads = try? LocalFileSystem().list(FilePath(tasks)) else { return [] }
        return threads.flatMap { thread -> [pid_t] in
            let text = try? LocalFileSystem().readText(FilePath("\(tasks)/\(thread)/children"))
            return (text ?? "").split(separator: " ").compactMap { pid_t($0) }
        }
    }

    /// The same, of one thread of a process.
    ///
    /// - Parameter list: the system's list of them, open.
    static func children(listedIn list: Int32) -> [pid_t] {
        var text: [UInt8] = []
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
            while true {
                let count = pread(list, buffer.baseAddress, buffer.count, off_t(text.count))
                guard count > 0 else { return }
                text += buffer[..<count]
            }
        }
        return text.split(separator: UInt8(ascii: " ")).compactMap { pid_t(String(decoding: $0, as: UTF8.self)) }
    }

    /// Bytes of memory that a process and all below it hold.
    static func memory(below process: pid_t) -> Int {
        memory(of: process) + children(of: process).reduce(0) { $0 + memory(below: $1) }
    }

    /// The second number of `statm` is the resident set in pages.
    private static func memory(of process: pid_t) -> Int {
        let text = (try? LocalFileSystem().readText(FilePath("/proc/\(process)/statm"))) ?? ""
        let numbers = text.split(separator: " ")
        return numbers.count > 1 ? (Int(numbers[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
    }

    /// Whether a process was started with a variable of that value in its environment. One that is just becoming
    /// another program has no environment for a moment, which is waited for.
    static func environment(of process: pid_t, has variable: String) -> Bool {
        for _ in 0..<40 {
            guard let bytes = try? LocalFileSystem().read(FilePath("/proc/\(process)/environ")) else { return false }
            if !bytes.isEmpty { return bytes.split(separator: 0).contains { $0.elementsEqual(variable.utf8) } }
            if hasEnded(process) { return false }
            usleep(500)
        }
        return false
    }

    /// The state stands behind the name, which is in brackets and may hold anything.
    private static func hasEnded(_ process: pid_t) -> Bool {
        guard let text = try? LocalFileSystem().readText(FilePath("/proc/\(process)/stat")) else { return true }
        let state = text.split(separator: ")").last?.first { $0 != " " }
        return state == "Z" || state == "X"
    }

    /// Ends every child of this process at once, those that come to it from ended ones too, and reaps them.
    /// A process that cannot be ended, as one that waits for a broken disk, is left after five seconds.
    static func endAll() {
        for _ in 0..<500 {
            for child in children(of: getpid()) { kill(child, SIGKILL) }
            while waitpid(-1, nil, WNOHANG) > 0 {}
            if waitpid(-1, nil, WNOHANG) < 0, errno == ECHILD { return }
            usleep(10_000)
        }
    }
}
