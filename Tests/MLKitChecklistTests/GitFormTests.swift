import MLKitCore
import SystemPackage
import Testing

@testable import MLKitChecklist

/// The forms in which git hands out one content.
@Suite struct GitFormTests {
    private func hash(_ text: String) -> ContentHash { ContentHash(of: text) }

    private func holds(_ text: String, at path: String, _ files: [String: String]) throws -> Bool {
        try GitForms(files: InMemoryFileSystem(files)).hold(hash(text), at: .init(path))
    }

    @Test func lineEndsOfEitherSystem() throws {
        for stored in ["a\nb\n", "a\r\nb\r\n"] {
            #expect(try holds("a\nb\n", at: "/f", ["/f": stored]) && holds("a\r\nb\r\n", at: "/f", ["/f": stored]))
        }
        // A carriage return that ends no line belongs to the text.
        #expect(try holds("a\rb\n\r", at: "/f", ["/f": "a\rb\r\n\r"]) && !holds("ab\n", at: "/f", ["/f": "a\rb\r\n\r"]))
        #expect(try !holds("a\nb", at: "/f", ["/f": "a\nb\n"]) && !holds("a\n", at: "/none", [:]))
        #expect(try !holds("\0\n", at: "/f", ["/f": "\0\r\n"]))
    }

    @Test func aPointerStandsForItsFile() throws {
        let pointer = LargeFilePointer.text(for: Array("content".utf8))
        #expect(try holds("content", at: "/f", ["/f": pointer]) && holds(pointer, at: "/f", ["/f": "content"]))
        #expect(LargeFilePointer(Array(pointer.utf8))?.hash == hash("content"))
        // As many bytes as a pointer may have, and one more.
        let longest = pointer + String(repeating: "x", count: 1024 - pointer.utf8.count)
        #expect(LargeFilePointer(Array(longest.utf8)) != nil && LargeFilePointer(Array((longest + "x").utf8)) == nil)
    }

    /// Sixteen MiB are looked at, and not a byte more.
    @Test func largeFilesAreTakenAsTheyAre() throws {
        for (size, isHeld) in [(1 << 24, true), (1 << 24 + 1, false)] {
            let bytes = [UInt8](repeating: 0, count: size)
            let files = InMemoryFileSystem()
            try files.write(bytes, to: "/f")
            let pointer = hash(LargeFilePointer.text(for: bytes))
            #expect(try GitForms(files: files).hold(pointer, at: "/f") == isHeld)
        }
    }

    @Test func aFolderIsHeldIfAllItsFilesAre() throws {
        let files = InMemoryFileSystem(["/d/a": "x\r\n", "/d/in/b": "y\r\n"])
        let plain = InMemoryFileSystem(["/d/a": "x\n", "/d/in/b": "y\n"])
        let hash = try HashCache(project: "/", files: plain, now: { 0 }).hash("/d")
        #expect(try GitForms(files: files).hold(hash, at: "/d"))
        try files.write("z\r\n", to: "/d/in/b")
        #expect(try !GitForms(files: files).hold(hash, at: "/d"))
    }
}
