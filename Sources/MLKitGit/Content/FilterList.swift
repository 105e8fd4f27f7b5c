internal import CLibGit2

/// The filters between a working tree's file and its blob; none for most files.
final class FilterList {
    private var pointer: OpaquePointer?

    enum Direction {
        case toBlob
        case toWorkingTree
    }

    init(for path: String, _ direction: Direction, in repository: Repository) throws {
        let mode = direction == .toBlob ? GIT_FILTER_TO_ODB : GIT_FILTER_TO_WORKTREE
        // `core.safecrlf` is about what users add; what is written here is what git would check out.
        let code = git_filter_list_load(
            &pointer, repository.pointer, nil, path, mode, GIT_FILTER_ALLOW_UNSAFE.rawValue)
        try check(code, "read the attributes of `\(path)`")
    }

    deinit { git_filter_list_free(pointer) }

    func apply(to content: [UInt8], _ path: String) throws -> [UInt8] {
        guard let pointer else { return content }
        var result = git_buf()
        defer { git_buf_dispose(&result) }
        try content.withUnsafeBytes {
            let input = $0.bindMemory(to: CChar.self)
            let code = git_filter_list_apply_to_buffer(&result, pointer, input.baseAddress, input.count)
            try check(code, "filter the content of `\(path)`")
        }
        return Array(UnsafeRawBufferPointer(start: result.ptr, count: result.size))
    }
}
