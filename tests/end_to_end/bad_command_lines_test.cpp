// Every wrong command line is refused with one clear line, and nothing is written.
#include <filesystem>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace bad_command_lines_test {

namespace {

using namespace rippletank::tests;
namespace fs = std::filesystem;

struct Refusal {
  std::vector<std::string> arguments;
  std::string said;  ///< all of stderr but its last line end; "…" is anything
};

constexpr const char* scenario = R"({ "name": "ok",
  "overlay": { "protocol": { "model": "flood", "ttl_hops": 3 },
               "topology": { "model": "ring", "nodes": 10 } },
  "queries": { "model": "list", "origins": [0, 3] } }
)";

/// The result "done", the folder "photos", which is none, the file "note.txt", two links.
void furnish(const TemporaryFolder& folder) {
  write_file(folder / "ok.json", scenario);
  write_file(folder / "no_topology.json",
             "{ \"sed\": 1,\n\"overlay\": { \"protocol\": { \"model\": "
             "\"flood\" } } }");
  write_file(folder / "note.txt", "a note");
  fs::create_directory(folder / "photos");
  write_file(folder / "photos/cat.jpg", "a cat");
  fs::create_directory(folder / "done");
  write_file(folder / "done/summary.json", R"({"provenance": {"program": "rippletank"}})");
  fs::create_directory(folder / "foreign");
  write_file(folder / "foreign/summary.json", R"({"provenance": {"program": "other"}})");
  fs::create_directory(folder / "mixed");
  fs::copy(folder / "done/summary.json", folder / "mixed/summary.json");
  write_file(folder / "mixed/thesis.tex", "three years");
  fs::create_symlink("done", folder / "link_to_done");
  fs::create_symlink("nowhere", folder / "link_to_nowhere");
}

void check(const std::vector<Refusal>& refusals) {
  const TemporaryFolder folder;
  furnish(folder);
  const auto before = tree(folder.path());
  for (const Refusal& refusal : refusals) {
    std::string words;
    for (const std::string& word : refusal.arguments) words += word.substr(0, 60) + " ";
    INFO("rippletank " << words);
    const Ended ended = run_rippletank(refusal.arguments, {.folder = folder.path()});
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(ended.cpu_s < 2);
    INFO("expected " << refusal.said << "\ngot      " << ended.err);
    CHECK(matches(ended.err, refusal.said + "\n"));
    CHECK(tree(folder.path()) == before);
  }
}

}  // namespace

TEST_CASE("unknown commands, options and arguments are refused with a suggestion") {
  check({
      {{}, "rippletank: error: expected a command, one of run, sweep, merge, validate, …"},
      {{"rnu"}, R"(rippletank: error: unknown command "rnu"; did you mean "run"?)"},
      {{"frobnicate"},
       R"(rippletank: error: unknown command "frobnicate"; expected one of: run, …)"},
      {{"-x"}, R"(rippletank: error: unknown option "-x" (see rippletank --help))"},
      {{"run"}, "rippletank: error: SCENARIO is required (see rippletank run --help)"},
      {{"run", "ok.json", "--forse"},
       R"(rippletank: error: unknown option "--forse"; did you mean "--force"? (see …))"},
      {{"run", "ok.json", "--output=x"},
       R"(rippletank: error: unknown option "--output"; did you mean "--out"? (see …))"},
      {{"run", "ok.json", "--colour"}, R"(rippletank: error: unknown option "--colour" (see …))"},
      {{"run", "ok.json", "also.json"},
       R"(rippletank: error: unexpected argument "also.json" (see …))"},
      {{"run", "ok.json", "--seed"}, "rippletank: error: --seed: expected a value (see …)"},
      {{"report"}, "rippletank: error: DIR is required (see rippletank report --help)"},
      {{"report", "done", "--inptus", "x"},
       R"(rippletank: error: unknown option "--inptus"; did you mean "--inputs"? (see …))"},
      {{"report", "done", "also"}, R"(rippletank: error: unexpected argument "also" (see …))"},
      {{"lab", "page", "x"}, R"(rippletank: error: unexpected argument "x" (see …))"},
      {{"validate"}, "rippletank: error: FILE is required (see rippletank validate --help)"},
      {{"schema", "x"}, R"(rippletank: error: unexpected argument "x" (see …))"},
      {{"list", "topolgies"},
       R"(rippletank: error: unknown kind "topolgies"; did you mean "topologies"?)"},
      {{"list", "animals"}, R"(rippletank: error: unknown kind "animals"; expected one of: …)"},
      {{"describe", "floood"},
       R"(rippletank: error: nothing is called "floood"; did you mean "flood"?)"},
      {{"describe", "failurs"},
       R"(rippletank: error: nothing is called "failurs"; did you mean "failures"?)"},
      {{"describe", "xyzzyx"},
       R"(rippletank: error: nothing is called "xyzzyx"; see rippletank list)"},
      {{"describe"},
       "rippletank: error: describe: expected either a NAME or --pages FOLDER (see …)"},
      {{"topology", "ok.json", "--out", "x"},
       R"(rippletank: error: unknown option "--out"; did you mean "--output"? (see …))"},
      {{"topology", "ok.json", "--format", "cvs"},
       R"(rippletank: error: --format: expected one of …, got "cvs"; did you mean "csv"? (see …))"},
      {{"topology", "ok.json", "--layer", "undrelay"},
       R"(rippletank: error: --layer: expected one of overlay, underlay, got "undrelay"; did you )"
       R"(mean "underlay"? (see …))"},
  });
}

TEST_CASE("an option that stands wrong is explained in words of the command line") {
  check({
      {{"run", "ok.json", "--seed", "1", "--seed=2"},
       "rippletank: error: --seed: given more than once (see rippletank run --help)"},
      {{"topology", "ok.json", "--format", "csv", "--format", "csv"},
       "rippletank: error: --format: given more than once (see …)"},
      {{"--quiet", "run", "ok.json"},
       "rippletank: error: unexpected option --quiet; write it after the command: rippletank run … "
       "--quiet (see rippletank run --help)"},
      {{"--seed", "5", "run", "ok.json"},
       "rippletank: error: unexpected option --seed; write it after the command: rippletank run …"},
      {{"--quiet"},
       "rippletank: error: unexpected option --quiet; write it after the command: rippletank "
       "COMMAND … --quiet (see rippletank --help)"},
      {{"run", "ok.json", "--force=maybe"}, "rippletank: error: --force: takes no value (see …)"},
      {{"run", "ok.json", "--out", "--force"},
       R"(rippletank: error: --out: expected a value, got "--force"; write --out=--force if that )"
       R"(is meant (see rippletank run --help))"},
      {{"run", "ok.json", "--set", "--force"}, "rippletank: error: --set: expected a value, got …"},
      {{"run", "ok.json", "--out=", "new"}, "rippletank: error: --out: expected a value (see …)"},
      {{"topology", "ok.json", "-o="}, "rippletank: error: --output: expected a value (see …)"},
      {{"topology", "ok.json", "-o", "-"},
       R"(rippletank: error: --output: expected a value, got "-"; write --output=- if that is )"
       R"(meant (see …))"},
  });
}

TEST_CASE("a short option takes its value behind a blank, at once or behind a sign") {
  using Names = std::vector<std::string>;
  const TemporaryFolder folder;
  write_file(folder / "ok.json", scenario);
  const Names wanted = {"-o|a", "-ob", "-o=c", "-o==d", "--output=e", "-o=-f"};
  for (const std::string& words : wanted) {
    CAPTURE(words);
    Names arguments = {"topology", "ok.json", "--format", "csv"};
    const auto bar = words.find('|');
    arguments.push_back(words.substr(0, bar));
    if (bar != std::string::npos) arguments.push_back(words.substr(bar + 1));
    const Ended ended = run_rippletank(arguments, {.folder = folder.path()});
    CHECK(ended.code == 0);
    CHECK(ended.out.empty());
  }
  CHECK(names_in(folder.path()) == Names{"-f", "=d", "a", "b", "c", "e", "ok.json"});
}

TEST_CASE("words of the user are shown cut and without control characters") {
  const std::string red = "\x1b[31mred";
  const std::string shown = R"("\x1b[31mred")";
  const std::string endless(5'000, 'y');
  const std::string cut = "\"" + std::string(60, 'y') + "…\"";
  for (const auto& [word, quoted] : {std::pair{red, shown}, std::pair{endless, cut}}) {
    check({
        {{word}, "rippletank: error: unknown command " + quoted + "; expected one of: …"},
        {{"describe", word}, "rippletank: error: nothing is called " + quoted + "; see …"},
        {{"list", word}, "rippletank: error: unknown kind " + quoted + "; expected one of: …"},
    });
  }
}

TEST_CASE("numbers on the command line are plain decimal digits in range") {
  std::vector<Refusal> refusals;
  for (const char* wrong : {"abc", "-1", "1.5", "1e3", "0x10", " 1", "1 ", "+1",
                            "18446744073709551616", "99999999999999999999999"}) {
    refusals.push_back({{"run", "ok.json", "--seed=" + std::string(wrong)},
                        "rippletank: error: --seed: expected a whole number, 0 to "
                        "18446744073709551615, got \"" +
                            std::string(wrong) + "\" (see …)"});
  }
  for (const char* wrong : {"0", "-3", "1000001", "two"}) {
    refusals.push_back({{"run", "ok.json", "--repetitions", wrong},
                        "rippletank: error: --repetitions: expected a whole number, 1 to 1000000, "
                        "got \"" +
                            std::string(wrong) + "\" (see …)"});
  }
  for (const char* wrong : {"-1", "1025", "all"}) {
    refusals.push_back({{"run", "ok.json", "--jobs", wrong},
                        "rippletank: error: --jobs: expected a whole number, 0 to 1024, got \"" +
                            std::string(wrong) + "\" (see …)"});
  }
  check(refusals);
}

TEST_CASE("a setting that fits no place of the scenario is refused with advice") {
  const std::string form =
      "--set: error: expected /POINTER=VALUE, for example /overlay/protocol/ttl_hops=5, got ";
  const auto set = [](const std::string& setting) {
    return std::vector<std::string>{"run", "ok.json", "--set", setting};
  };
  check({
      {set("seed=5"), form + R"("seed=5"; begin with a slash)"},
      {set("/seed"), form + R"("/seed")"},
      {set("=5"), form + R"("=5")"},
      {set("/a~2b=5"), "--set: error: /a~2b: expected 0 or 1 after ~; write ~0 for ~ in a key, …"},
      {set("/a~=5"), "--set: error: /a~: expected 0 or 1 after ~; …"},
      {set("/a~1b~0=5"), "--set: error: /a~1b~0: unknown key; …"},
      {set("//seed=5"), "--set: error: //seed: expected a key after every slash"},
      {set("/seed/=5"), "--set: error: /seed/: expected a key after every slash"},
      {set("/measure/tables/1=hops"),
       "--set: error: /measure/tables/1: expected an index from 0 to 0 (0 adds an element), as "
       "/measure/tables is a list of 0"},
      {set("/=5"), form + R"("/=5")"},
      {{"run", "ok.json", "--set="}, "rippletank: error: --set: expected a value (see …)"},
      {set("/sede=5"), R"(--set: error: /sede: unknown key; did you mean "seed"?)"},
      {set("/overlay/protocol/tll_hops=5"),
       R"(--set: error: /overlay/protocol/tll_hops: unknown key; did you mean "ttl_hops"?)"},
      {set("/overlay/protocol/ttl_hops=0"),
       "--set: error: /overlay/protocol/ttl_hops: expected a whole number, 1 to 65535 [hops], got "
       "0"},
      {set("/seed=abc"),
       R"(--set: error: /seed: expected a whole number, 0 to 18446744073709551615, got "abc")"},
      {set("/seed="), R"(--set: error: /seed: expected a whole number, 0 to …, got "")"},
      {set("/horizon_s=1e999"), R"(--set: error: /horizon_s: expected a number, …, got "1e999")"},
      {set("/overlay/protocol=flood"),
       R"(--set: error: /overlay/protocol: expected an object …; write { "model": "flood" })"},
      {set("/queries/origins/7=5"),
       "--set: error: /queries/origins/7: expected an index from 0 to 2 (2 adds an element), as "
       "/queries/origins is a list of 2"},
      {set("/queries/origins/-=5"), "--set: error: /queries/origins/-: expected an index …"},
      {set("/queries/origins/00=5"), "--set: error: /queries/origins/00: expected an index …"},
      {set("/queries/origins/0/x=5"),
       "--set: error: /queries/origins/0/x: /queries/origins/0 is 0, which has no parts"},
      {set("/queries/origins/2=15"),
       "--set: error: /queries/origins/2: no peer 15 in this overlay; expected 0 to 9"},
      {set("/queries/origins=[0, 3"),
       R"(--set: error: /queries/origins: not valid JSON: expected a comma or "]", got the end of )"
       "the value; the [ is not closed"},
      {set("/queries/origins= [0 3]"),
       R"(--set: error: /queries/origins: not valid JSON: expected a comma or "]", got 3; is a )"
       "comma missing before it?"},
      {set(R"(/overlay/protocol={"model": flood})"),
       R"(--set: error: /overlay/protocol: not valid JSON: expected a value, got "flood"; keys )"
       "and texts stand in double quotes"},
      {set("/name=\"ok"),
       R"(--set: error: /name: not valid JSON: expected a closing quote after "ok", got the end )"
       "of the value"},
      {set(R"(/underlay={"model":"direct","model":"direct"})"),
       "--set: error: /underlay/model: repeated key; each key may stand once in an object"},
      {set("/underlay=" + std::string(10'000, '[') + std::string(10'000, ']')),
       "--set: error: /underlay: expected at most 64 levels of nesting, got more"},
      {set("/description=\xff\xfe"),
       R"(--set: error: expected UTF-8, got "/description=\ufffd\ufffd")"},
      {set("/queries/model=poisson"),
       "ok.json:4: error: /queries/origins: unknown key; expected one of: …\n"
       "ok.json:4: error: /queries: \"poisson\" queries never end; add a \"horizon_s\" …"
       " (with --set /queries/model)\n2 errors"},
  });
}

TEST_CASE("mistakes of the file stay mistakes of the file, whatever is set beside them") {
  check({
      {{"run", "no_topology.json", "--set", "/seed=3"},
       "no_topology.json:1: error: /sed: unknown key; did you mean \"seed\"?\n"
       "no_topology.json:2: error: /overlay: missing \"topology\": expected …\n2 errors"},
      {{"run", "no_topology.json", "--set", "/overlay/topology/model=rong"},
       "no_topology.json:1: error: /sed: unknown key; did you mean \"seed\"?\n"
       "--set: error: /overlay/topology/model: unknown topology \"rong\"; did you mean …\n"
       "2 errors"},
  });
}

TEST_CASE("a result goes only where it replaces nothing but a result") {
  const auto to = [](const std::string& folder) {
    return std::vector<std::string>{"run", "ok.json", "--out", folder};
  };
  const std::string choose = "; choose another --out";
  check({
      {to("done"),
       "rippletank: error: done exists; use --force to replace it, or --out for another folder"},
      {to("./done/"), "rippletank: error: ./done/ exists; use --force …"},
      {to("link_to_done"), "rippletank: error: link_to_done exists; use --force …"},
      {to("photos"), "rippletank: error: photos exists; use --force …"},
      {{"run", "ok.json", "--out", "photos", "--force"},
       "rippletank: error: photos is not a result (it has no summary.json), so it is not replaced "
       "even with --force" +
           choose},
      {{"run", "ok.json", "--out", "/", "--force"},
       "rippletank: error: / is the current folder or holds it" + choose},
      {{"run", "ok.json", "--out", "..", "--force"},
       "rippletank: error: .. is the current folder or holds it" + choose},
      {{"run", "ok.json", "--out", "foreign", "--force"},
       "rippletank: error: foreign is not a result (its summary.json is not one of rippletank), so "
       "it is not replaced even with --force" +
           choose},
      {{"run", "ok.json", "--out", "mixed", "--force"},
       "rippletank: error: mixed holds thesis.tex, which is no part of a result, so it is not "
       "replaced even with --force" +
           choose},
      {to("note.txt"), "rippletank: error: note.txt exists and is not a folder" + choose},
      {{"run", "ok.json", "--out", "note.txt", "--force"},
       "rippletank: error: note.txt exists and is not a folder" + choose},
      {to("note.txt/sub"), "rippletank: error: note.txt/sub: …/note.txt is not a folder" + choose},
      {to("link_to_nowhere"),
       "rippletank: error: link_to_nowhere is a link that leads nowhere" + choose},
      {to("."), "rippletank: error: . is the current folder or holds it" + choose},
      {to(""), "rippletank: error: --out: expected the name of a folder, got an empty one (see …)"},
      {to("/proc/nowhere"), "rippletank: error: …/proc/nowhere: …" + choose},
      {to(std::string(300, 'a')), "rippletank: error: …File name too long" + choose},
      {{"run", "--trace", "--repetitions", "3", "ok.json"},
       "rippletank: error: --trace follows one run; use it without --repetitions"},
      {{"run", "--jobs", "3", "ok.json"},
       "rippletank: error: --jobs runs repetitions at the same time; use it with --repetitions"},
  });
}

TEST_CASE("a folder that may not be written to is refused before the run") {
  if (geteuid() == 0) {
    WARN("SKIPPED: root may write everywhere");
    return;
  }
  const TemporaryFolder folder;
  furnish(folder);
  fs::permissions(folder / "photos", fs::perms::owner_read | fs::perms::owner_exec);
  const Ended ended =
      run_rippletank({"run", "ok.json", "--out", "photos/new"}, {.folder = folder.path()});
  CHECK(ended.code == 2);
  CHECK(matches(ended.err,
                "rippletank: error: photos/new: cannot write to …: Permission "
                "denied; choose another --out\n"));
}

TEST_CASE("files that are none are refused") {
  check({
      {{"run", "nowhere.json"},
       "nowhere.json: error: no such file (looked for \"…/nowhere.json\")"},
      {{"run", "photos"}, "photos: error: expected a file, got a folder"},
      {{"run", "/dev/zero"},
       "/dev/zero: error: expected a regular file, got a device, pipe or socket"},
      {{"run", ""}, "rippletank: error: expected the name of a file, got an empty one"},
      {{"run", "photos/cat.jpg"}, "photos/cat.jpg:1: error: not valid JSON: expected a value, …"},
      {{"topology", "nowhere.json"}, "nowhere.json: error: no such file …"},
      {{"trace", "nowhere.json", "0", "3"}, "nowhere.json: error: no such file …"},
      {{"validate", "nowhere.json", "photos"},
       "nowhere.json: error: no such file …\nphotos: error: expected a file, got a folder\n2 "
       "errors"},
  });
}

}  // namespace bad_command_lines_test
