// Result folders are complete or absent, replace only results, and leave nothing when abandoned.
#include "sim/io/result_folder.hpp"

#include <atomic>
#include <thread>

#include "sim/io/whole_file.hpp"
#include "tests/catch.hpp"
#include "tests/unit/io/temporary_folder.hpp"

namespace result_folder_test {

using namespace rippletank::io;
using namespace rippletank::tests;
namespace fs = std::filesystem;

namespace {

using Names = std::set<std::string>;

bool is_ours(const fs::path& file) { return read(file) != "theirs"; }

const Replacing refused = {false, {}, is_ours};
const Replacing allowed = {true, {"summary.json", "hops.csv"}, is_ours};

void make_result(const fs::path& target, const Replacing& replacing, const std::string& text) {
  ResultFolder folder(target, replacing);
  write_text(folder.path() / "summary.json", text);
  folder.commit();
}

}  // namespace

TEST_CASE("a folder appears as a whole, at its commit") {
  const TemporaryFolder temporary;
  const fs::path target = temporary.path / "a/b/out";
  {
    ResultFolder folder(target, refused);
    write_text(folder.path() / "summary.json", "1");
    CHECK_FALSE(fs::exists(target));
    CHECK(folder.path().parent_path() == target.parent_path());
    folder.commit();
  }
  CHECK(temporary.names() == Names{"a", "a/b", "a/b/out", "a/b/out/summary.json"});
}

TEST_CASE("an abandoned folder leaves nothing, not even those made to hold it") {
  const TemporaryFolder temporary;
  fs::create_directory(temporary.path / "here");
  {
    const ResultFolder folder(temporary.path / "here/a/b/out", refused);
    write_text(folder.path() / "summary.json", "1");
  }
  CHECK(temporary.names() == Names{"here"});
  {
    const ResultFolder folder(temporary.path / "here/a/b/out", refused);
    write_text(temporary.path / "here/a/other", "somebody else's");
  }
  CHECK(temporary.names() == Names{"here", "here/a", "here/a/other"});
}

TEST_CASE("a result is replaced only when it shall be, and as a whole") {
  const TemporaryFolder temporary;
  const fs::path target = temporary.path / "out";
  make_result(target, refused, "old");
  write_text(target / "hops.csv", "old");
  CHECK_THROWS_AS(ResultFolder(target, refused), std::runtime_error);
  { const ResultFolder abandoned(target, allowed); }
  CHECK(temporary.names() == Names{"out", "out/summary.json", "out/hops.csv"});
  make_result(target, allowed, "new");
  CHECK(temporary.names() == Names{"out", "out/summary.json"});
  CHECK(read(target / "summary.json") == "new");
}

TEST_CASE("what came into being meanwhile is not overwritten") {
  const TemporaryFolder temporary;
  const fs::path target = temporary.path / "out";
  {
    ResultFolder late(target, refused);
    make_result(target, refused, "first");
    CHECK_THROWS_AS(late.commit(), std::runtime_error);
  }
  CHECK(temporary.names() == Names{"out", "out/summary.json"});
  CHECK(read(target / "summary.json") == "first");
}

TEST_CASE("the reasons why nothing may be written there") {
  const TemporaryFolder temporary;
  const fs::path& at = temporary.path;
  make_result(at / "result", refused, "1");
  fs::create_directories(at / "photos");
  write_text(at / "photos/cat.jpg", "");
  fs::create_directory(at / "empty");
  fs::create_directory_symlink("result", at / "link");
  fs::create_symlink("nowhere", at / "dangling");
  const auto why = [&](const char* name, bool replace) {
    return why_not_writable(at / name, replace ? allowed : refused);
  };
  CHECK(why("new", false).empty());
  CHECK(why("new/er", false).empty());
  CHECK(why("empty", false).empty());
  CHECK(why("result", true).empty());
  CHECK(why("link", true).empty());
  CHECK(why("result", false).find("use --force") != std::string::npos);
  CHECK(why("result/", false).find("use --force") != std::string::npos);
  CHECK(why("link", false).find("use --force") != std::string::npos);
  CHECK(why("photos", true).find("is not a result") != std::string::npos);
  CHECK(why("photos/cat.jpg", true).find("is not a folder") != std::string::npos);
  CHECK(why("photos/cat.jpg/x", true).find("is not a folder") != std::string::npos);
  CHECK(why("dangling", true).find("leads nowhere") != std::string::npos);
  CHECK(why_not_writable("", refused).find("an empty one") != std::string::npos);
  for (fs::path above = fs::current_path(); above.has_relative_path();
       above = above.parent_path()) {
    CHECK(why_not_writable(above, allowed).find("current folder") != std::string::npos);
  }
  CHECK(why_not_writable(".", allowed).find("current folder") != std::string::npos);
  CHECK(why_not_writable("/", allowed).find("current folder") != std::string::npos);
}

TEST_CASE("a link to a result stays a link when the result is replaced") {
  const TemporaryFolder temporary;
  make_result(temporary.path / "out", refused, "old");
  fs::create_directory_symlink("out", temporary.path / "link");
  make_result(temporary.path / "link", allowed, "new");
  CHECK(fs::is_symlink(temporary.path / "link"));
  CHECK(read(temporary.path / "out/summary.json") == "new");
}

TEST_CASE("a folder is replaced only when a run could have written all that it holds") {
  const TemporaryFolder temporary;
  const fs::path out = temporary.path / "out";
  make_result(out, refused, "old");
  fs::create_directory(out / "repetition_0000");
  fs::create_directory(out / "repetition_12345");
  write_text(out / "repetition_0000/summary.json", "old");
  CHECK(why_not_writable(out, allowed).empty());
  const auto names = [&](const std::string& entry) {
    return why_not_writable(out, allowed).find(" holds " + entry + ",") != std::string::npos;
  };
  SECTION("a file of somebody else") {
    write_text(out / "notes.txt", "");
    CHECK(names("notes.txt"));
  }
  SECTION("one among those of a repetition") {
    write_text(out / "repetition_0000/notes.txt", "");
    CHECK(names("repetition_0000/notes.txt"));
  }
  SECTION("a folder that is called like a file of a run, or almost like a repetition") {
    const std::string name =
        GENERATE("hops.csv", "repetition_", "repetition_000", "repetition_00x");
    fs::create_directory(out / name);
    CHECK(names(name));
  }
  SECTION("repetitions of a repetition") {
    fs::create_directory(out / "repetition_0000/repetition_0000");
    CHECK(names("repetition_0000/repetition_0000"));
  }
  SECTION("a link that is called like a file of a run") {
    fs::create_symlink("/nowhere", out / "hops.csv");
    CHECK(names("hops.csv"));
  }
  SECTION("a summary of another program") {
    write_text(out / "summary.json", "theirs");
    CHECK(why_not_writable(out, allowed).find("not one of rippletank") != std::string::npos);
  }
  SECTION("what is put there while the run goes on") {
    ResultFolder folder(out, allowed);
    write_text(out / "notes.txt", "");
    const auto before = temporary.names();
    CHECK_THROWS_AS(folder.commit(), Occupied);
    CHECK(temporary.names() == before);
  }
}

TEST_CASE("what is removed is gone, though others are still writing into it") {
  const TemporaryFolder temporary;
  for (int round = 0; round < 10; ++round) {
    const Unfinished unfinished = {temporary.path / "folder", {}};
    fs::create_directory(unfinished.path);
    std::atomic<bool> removed = false;
    std::thread other([&] {
      for (int i = 0; !removed; ++i) {
        std::error_code ignored;
        fs::create_directory(unfinished.path / std::to_string(i), ignored);
        std::ofstream(unfinished.path / std::to_string(i) / "file") << "text";
      }
    });
    while (fs::is_empty(unfinished.path)) std::this_thread::yield();
    unfinished.remove();
    removed = true;
    other.join();
    CHECK(temporary.names().empty());
  }
}

}  // namespace result_folder_test
