import MLKitCore
import MLKitEngines
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct DynamicLibraryTests {
    @Test func aFunctionIsFoundByName() throws {
        typealias AbsoluteValue = @convention(c) (Int32) -> Int32
        let absoluteValue: AbsoluteValue = try DynamicLibrary("/lib/x86_64-linux-gnu/libc.so.6").function("abs")
        #expect(absoluteValue(-3) == 3)
    }

    @Test func whatIsNotThereIsNamed() throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write("not a library", to: "x.so")
        #expect { try DynamicLibrary(file) } throws: { "\($0)".hasPrefix("error: cannot load `\(file)`\nnote: ") }
        typealias Nothing = @convention(c) () -> Void
        #expect {
            let _: Nothing = try DynamicLibrary("/lib/x86_64-linux-gnu/libc.so.6").function("no_such_function")
        } throws: { "\($0)".contains("does not have the function `no_such_function`") }
    }
}
