// Result folders are complete or absent, replace only results, and leave nothing when abandoned.
#include "sim/io/result_folder.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include "tests/catch.hpp"

using namespace rippletank::io;
namespace fs = std::filesystem;

namespace {

struct TemporaryFolder {
  fs::path path;
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "rippletank-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    path = fs::canonical(name);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  std::set<std::string> names() const {
    std::set<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      found.insert(entry.path().lexically_relative(path).string());
    }
    return found;
  }
};

using Names = std::set<std::string>;

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void make_result(const fs::path& target, bool replace, const std::string& text) {
  ResultFolder folder(target, replace);
  write_text(folder.path() / "summary.json", text);
  folder.commit();
}

}  // namespace

TEST_CASE("a folder appears as a whole, at its commit") {
  const TemporaryFolder temporary;
  const fs::path target = temporary.path / "a/b/out";
  {
    ResultFolder folder(target, false);
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
    const ResultFolder folder(temporary.path / "here/a/b/out", false);
    write_text(folder.path() / "summary.json", "1");
  }
  CHECK(temporary.names() == Names{"here"});
  {
    const ResultFolder folder(temporary.path / "here/a/b/out", false);
    write_text(temporary.path / "here/a/other", "somebody else's");
  }
  CHECK(temporary.names() == Names{"here", "here/a", "here/a/other"});
}

TEST_CASE("a result is replaced only when it shall be, and as a whole") {
  const TemporaryFolder temporary;
  const fs::path target = temporary.path / "out";
  make_result(target, false, "old");
  write_text(target / "hops.csv", "old");
  CHECK_THROWS_AS(ResultFolder(target, false), std::runtime_error);
  { const ResultFolder abandoned(target, true); }
  CHECK(temporary.names() == Names{"out", "out/summary.json", "out/hops.csv"});
  make_result(target, true, "new");
  CHECK(temporary.names() == Names{"out", "out/summary.json"});
  CHECK(read(target / "summary.json") == "new");
}

TEST_CASE("what came into being meanwhile is not overwritten") {
  const TemporaryFolder temporary;
  const fs::path target = temporary.path / "out";
  {
    ResultFolder late(target, false);
    make_result(target, false, "first");
    CHECK_THROWS_AS(late.commit(), std::runtime_error);
  }
  CHECK(temporary.names() == Names{"out", "out/summary.json"});
  CHECK(read(target / "summary.json") == "first");
}

TEST_CASE("the reasons why nothing may be written there") {
  const TemporaryFolder temporary;
  const fs::path& at = temporary.path;
  make_result(at / "result", false, "1");
  fs::create_directories(at / "photos");
  write_text(at / "photos/cat.jpg", "");
  fs::create_directory(at / "empty");
  fs::create_directory_symlink("result", at / "link");
  fs::create_symlink("nowhere", at / "dangling");
  const auto why = [&](const char* name, bool replace) {
    return why_not_writable(at / name, replace);
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
  CHECK(why_not_writable("", false).find("an empty one") != std::string::npos);
  CHECK(why_not_writable(".", true).find("current folder") != std::string::npos);
  CHECK(why_not_writable("/", true).find("is not a result") != std::string::npos);
}

TEST_CASE("a link to a result stays a link when the result is replaced") {
  const TemporaryFolder temporary;
  make_result(temporary.path / "out", false, "old");
  fs::create_directory_symlink("out", temporary.path / "link");
  make_result(temporary.path / "link", true, "new");
  CHECK(fs::is_symlink(temporary.path / "link"));
  CHECK(read(temporary.path / "out/summary.json") == "new");
}

TEST_CASE("a text file is written whole or stays as it was") {
  const TemporaryFolder temporary;
  const fs::path file = temporary.path / "page.html";
  write_text_whole(file, "one");
  write_text_whole(file, "two");
  CHECK(read(file) == "two");
  CHECK(temporary.names() == Names{"page.html"});
  fs::create_directory(temporary.path / "folder");
  CHECK_THROWS_AS(write_text_whole(temporary.path / "folder", "x"), std::system_error);
  CHECK_THROWS_AS(write_text(temporary.path / "no/where", "x"), std::system_error);
  CHECK(temporary.names() == Names{"folder", "page.html"});
}
