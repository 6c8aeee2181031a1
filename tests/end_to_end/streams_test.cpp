// What goes to stdout and stderr, and what happens when these are closed, full, or a terminal.
#include <fcntl.h>
#include <sys/ioctl.h>

#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace streams_test {

namespace {

using namespace rippletank::tests;
using Names = std::vector<std::string>;

constexpr const char* scenario = R"({ "name": "streams",
  "overlay": { "protocol": { "model": "flood", "ttl_hops": 4 },
               "topology": { "model": "erdos_renyi", "nodes": 400, "mean_degree": 4 } },
  "queries": { "model": "list", "origins": [0, 3, 5] } }
)";

std::map<std::string, std::string> lasting(const std::filesystem::path& result) {
  auto files = tree(result);
  files.erase("timing.json");
  return files;
}

struct Fixture {
  Fixture() { write_file(folder / "s.json", scenario); }

  Ended run(Names more, std::function<void()> prepare = {}) {
    Names arguments = {"run", "s.json", "--out", "out", "--force"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_rippletank(arguments, {.folder = folder.path(), .prepare = std::move(prepare)});
  }

  TemporaryFolder folder;
};

/// A terminal: what is written to its line end can be read at its other end.
class Terminal {
 public:
  Terminal() : other_end_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (other_end_ < 0 || grantpt(other_end_) != 0 || unlockpt(other_end_) != 0) {
      throw std::runtime_error("no terminals left");
    }
    name_ = ptsname(other_end_);
    // Held open, so that what was written can still be read when the program is gone.
    line_ = open(name_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  }
  ~Terminal() {
    close(line_);
    close(other_end_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  void become(int stream) const { dup2(open(name_.c_str(), O_RDWR | O_NOCTTY), stream); }

  std::string written() const {
    std::string text(1U << 16U, '\0');
    fcntl(other_end_, F_SETFL, O_NONBLOCK);
    const ssize_t got = read(other_end_, text.data(), text.size());
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
  }

 private:
  int other_end_;
  int line_ = -1;
  std::string name_;
};

}  // namespace

TEST_CASE("results go to stdout, nothing to stderr") {
  Fixture fixture;
  SECTION("the summary") {
    const Ended ended = fixture.run({});
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK(matches(ended.out, "streams …seed 1\n…\nResults in out\n"));
  }
  SECTION("--json is summary.json") {
    const Ended ended = fixture.run({"--json"});
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK(ended.out == read_file(fixture.folder / "out/summary.json"));
    CHECK(Json::parse(ended.out)["results"]["queries"] == 3);
  }
  SECTION("--json for repetitions") {
    const Ended ended = fixture.run({"--json", "--repetitions", "2"});
    CHECK(ended.code == 0);
    CHECK(ended.out == read_file(fixture.folder / "out/summary.json"));
    CHECK(Json::parse(ended.out)["repetitions"] == 2);
  }
  SECTION("--quiet says nothing") {
    const Ended ended = fixture.run({"--quiet"});
    CHECK(ended.code == 0);
    CHECK(ended.out.empty());
    CHECK(ended.err.empty());
  }
  SECTION("--quiet does not silence mistakes") {
    const Ended ended = fixture.run({"--quiet", "--set", "/sede=1"});
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(matches(ended.err, "--set: error: /sede: …"));
  }
}

TEST_CASE("a reader that goes away early does not harm the result") {
  Fixture fixture;
  REQUIRE(fixture.run({"--quiet"}).code == 0);
  const auto expected = lasting(fixture.folder / "out");
  const std::string command =
      "( \"$0\" run s.json --out out --force --json; echo $? > code ) | head -1";
  const Ended ended =
      run_program({"/bin/sh", "-c", command, RIPPLETANK_BINARY}, {.folder = fixture.folder.path()});
  CHECK(ended.out == read_file(fixture.folder / "out/summary.json").substr(0, 2));
  CHECK(ended.err.empty());
  const std::string code = read_file(fixture.folder / "code");
  CHECK((code == "0\n" || code == "141\n"));  // 141: ended by SIGPIPE, as head is gone
  CHECK(lasting(fixture.folder / "out") == expected);
}

TEST_CASE("a full stdout is an error, and the result is kept") {
  Fixture fixture;
  const Ended ended = fixture.run({"--json"}, [] { dup2(open("/dev/full", O_WRONLY), 1); });
  CHECK(ended.code == 1);
  CHECK(ended.err == "rippletank: error: cannot write to stdout: No space left on device\n");
  CHECK(names_in(fixture.folder / "out").size() == 6);
}

TEST_CASE("help and version for a full stdout are errors") {
  for (const Names& arguments : {Names{"--help"}, Names{"--version"}, Names{"run", "--help"}}) {
    const Ended ended =
        run_rippletank(arguments, {.prepare = [] { dup2(open("/dev/full", O_WRONLY), 1); }});
    CHECK(ended.code == 1);
    CHECK(ended.err == "rippletank: error: cannot write to stdout: No space left on device\n");
  }
}

TEST_CASE("errors that cannot be said keep their exit codes") {
  Fixture fixture;
  REQUIRE(fixture.run({"--quiet"}).code == 0);
  const auto fill_stderr = [] { dup2(open("/dev/full", O_WRONLY), 2); };
  const auto code = [&](const Names& arguments) {
    return run_rippletank(arguments, {.folder = fixture.folder.path(), .prepare = fill_stderr})
        .code;
  };
  CHECK(code({"rnu"}) == 2);
  CHECK(code({"run"}) == 2);
  CHECK(code({"list", "animals"}) == 2);
  CHECK(code({"describe", "xyzzyx"}) == 2);
  CHECK(code({"validate", "nowhere.json"}) == 2);
  CHECK(code({"run", "s.json", "--out", "out"}) == 2);
  CHECK(code({"run", "s.json", "--set", "/sede=1", "--set", "/nmae=x"}) == 2);
  CHECK(code({"describe", "--pages", "s.json"}) == 2);
}

TEST_CASE("a topology goes to whatever stdout is, by its name") {
  const Fixture fixture;
  const Names arguments = {"topology", "s.json", "--format", "csv"};
  const std::string csv = run_rippletank(arguments, {.folder = fixture.folder.path()}).out;
  REQUIRE(csv.size() > 100);
  Names named = arguments;
  named.insert(named.end(), {"-o", "/proc/self/fd/1"});
  SECTION("a pipe, for an ordinary user") {
    const bool is_root = geteuid() == 0;
    if (is_root) std::filesystem::permissions(fixture.folder.path(), std::filesystem::perms(0755));
    const Ended ended = run_rippletank(named, {.folder = fixture.folder.path(), .prepare = [&] {
                                                 constexpr uid_t nobody = 65534;
                                                 if (is_root && setuid(nobody) != 0) _exit(99);
                                               }});
    CHECK(ended.err.empty());
    CHECK(ended.code == 0);
    CHECK(ended.out == csv);
  }
  SECTION("a file, at the place where others write on") {
    write_file(fixture.folder / "all", "before\n");
    const Ended ended = run_rippletank(named, {.folder = fixture.folder.path(), .prepare = [] {
                                                 dup2(open("all", O_WRONLY | O_APPEND), 1);
                                               }});
    CHECK(ended.code == 0);
    CHECK(read_file(fixture.folder / "all") == "before\n" + csv);
  }
}

TEST_CASE("closed streams do not leak into results") {
  Fixture fixture;
  REQUIRE(fixture.run({"--quiet"}).code == 0);
  const auto expected = lasting(fixture.folder / "out");
  for (const Names& more : {Names{}, Names{"--json"}}) {
    const Ended ended = fixture.run(more, [] {
      close(0);
      close(1);
      close(2);
    });
    CHECK(ended.code == 0);
    CHECK(ended.signal == 0);
    CHECK(lasting(fixture.folder / "out") == expected);
  }
}

TEST_CASE("progress is drawn on a terminal only, and wiped") {
  const TemporaryFolder folder;
  Json large = Json::parse(scenario);
  large["overlay"]["topology"]["nodes"] = 5'000;
  large["overlay"]["protocol"]["ttl_hops"] = 20;
  large["queries"] = {{"model", "poisson"}, {"rate_per_min", 0.2}};
  large["horizon_s"] = 90;
  write_file(folder / "s.json", large.dump());
  const auto run_on = [&](const Terminal& terminal, const Names& more) {
    Names arguments = {"run", "s.json", "--out", "out", "--force"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_rippletank(
        arguments, {.folder = folder.path(), .prepare = [&] { terminal.become(STDERR_FILENO); }});
  };
  SECTION("while it takes long") {
    const Terminal terminal;
    const Ended ended = run_on(terminal, {});
    CHECK(ended.code == 0);
    CHECK(ended.out.find('\r') == std::string::npos);
    const std::string drawn = terminal.written();
    INFO(drawn);
    const std::string wipe = "\r\033[K";
    REQUIRE(drawn.size() > wipe.size());
    CHECK(drawn.find(" %") != std::string::npos);
    CHECK(drawn.substr(drawn.size() - wipe.size()) == wipe);
    CHECK(drawn.find('\n') == std::string::npos);
  }
  SECTION("not when it shall be quiet") {
    const Terminal terminal;
    CHECK(run_on(terminal, {"--quiet"}).code == 0);
    CHECK(terminal.written().empty());
  }
}

}  // namespace streams_test
