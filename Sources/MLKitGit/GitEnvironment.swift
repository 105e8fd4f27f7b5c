/// What git takes from its surroundings: nothing in this library reads a variable or a clock by itself.
public struct GitEnvironment: Sendable {
    /// Environment variables. Heeded are `HOME`, `XDG_CONFIG_HOME`, `EMAIL`, `PWD`, `SUDO_UID`,
    /// `GIT_CONFIG_{GLOBAL,SYSTEM,NOSYSTEM,COUNT,PARAMETERS}`, `GIT_{AUTHOR,COMMITTER}_{NAME,EMAIL,DATE}` and
    /// `GIT_{DIR,WORK_TREE,INDEX_FILE,CEILING_DIRECTORIES,ALTERNATE_OBJECT_DIRECTORIES,TEMPLATE_DIR}`; others by which git
    /// finds repositories are refused.
    public var variables: [String: String]
    /// The time of commits made now.
    public var time: GitTime

    public init(variables: [String: String], time: GitTime) {
        self.variables = variables
        self.time = time
    }

    /// A variable that is set to something.
    public subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
