// Whole files are complete or as they were, keep what they stand for, and are refused in time.
#include "sim/io/whole_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <future>

#include "tests/catch.hpp"
#include "tests/unit/io/temporary_folder.hpp"

namespace whole_file_test {

using namespace rippletank::io;
using namespace rippletank::tests;
namespace fs = std::filesystem;

namespace {

using Names = std::set<std::string>;

void write_whole(const fs::path& target, const std::string& text) {
  WholeFile file(target);
  file.write(text);
  file.commit();
}

fs::perms permissions(const fs::path& file) { return fs::status(file).permissions(); }

}  // namespace

TEST_CASE("a whole file is new at its commit, and as it was without") {
  const TemporaryFolder temporary;
  const fs::path file = temporary.path / "page.html";
  write_whole(file, "one");
  CHECK(read(file) == "one");
  {
    WholeFile abandoned(file);
    abandoned.write("two");
    CHECK(read(file) == "one");
    CHECK(temporary.names().size() == 2);
  }
  CHECK(temporary.names() == Names{"page.html"});
  CHECK(read(file) == "one");
  write_whole(file, "three");
  CHECK(read(file) == "three");
  fs::create_directory(temporary.path / "folder");
  CHECK_THROWS_AS(write_whole(temporary.path / "folder", "x"), std::system_error);
  CHECK_THROWS_AS(write_whole(temporary.path / "no/where", "x"), std::system_error);
  CHECK_THROWS_AS(write_text(temporary.path / "no/where", "x"), std::system_error);
  CHECK(temporary.names() == Names{"folder", "page.html"});
}

TEST_CASE("a new file has the usual permissions, a replaced one keeps its own") {
  const TemporaryFolder temporary;
  const mode_t mask = umask(027);
  write_whole(temporary.path / "new", "text");
  umask(mask);
  CHECK(permissions(temporary.path / "new") == fs::perms(0640));
  fs::permissions(temporary.path / "new", fs::perms(0604));
  write_whole(temporary.path / "new", "other text");
  CHECK(permissions(temporary.path / "new") == fs::perms(0604));
}

TEST_CASE("what a killed program with the same process id left is no obstacle and no part") {
  const TemporaryFolder temporary;
  const std::string id = std::to_string(getpid());
  write_text(temporary.path / (".page.html.part-" + id), "half a page");
  write_whole(temporary.path / "page.html", "a page");
  CHECK(read(temporary.path / "page.html") == "a page");
  fs::create_directory(temporary.path / (".files.part-" + id));
  write_text(temporary.path / (".files.part-" + id) / "stale", "text");
  WholeFiles files(temporary.path);
  write_text(files.path() / "fresh", "text");
  files.commit();
  CHECK(temporary.names() == Names{"fresh", "page.html"});
}

TEST_CASE("what is written through a link leaves the link, whatever file system it leads to") {
  const TemporaryFolder temporary;
  std::string elsewhere = "/dev/shm/rippletank-XXXXXX";
  if (mkdtemp(elsewhere.data()) == nullptr) {
    WARN("SKIPPED in part: no second file system here");
    elsewhere = temporary.path / "folder";
    fs::create_directory(elsewhere);
  }
  write_text(elsewhere + "/file", "old");
  fs::create_symlink(elsewhere + "/file", temporary.path / "link");
  write_whole(temporary.path / "link", "new");
  CHECK(fs::is_symlink(temporary.path / "link"));
  CHECK(read(elsewhere + "/file") == "new");
  CHECK(std::distance(fs::directory_iterator(elsewhere), {}) == 1);
  fs::remove_all(elsewhere);
}

TEST_CASE("a pipe gets the text and stays a pipe") {
  const TemporaryFolder temporary;
  const fs::path pipe = temporary.path / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(why_no_file(pipe).empty());
  std::future<std::string> reader = std::async(std::launch::async, [&] { return read(pipe); });
  const std::string text(200'000, 'x');
  write_whole(pipe, text);
  CHECK(reader.get() == text);
  CHECK(fs::is_fifo(pipe));
  CHECK(temporary.names() == Names{"pipe"});
}

TEST_CASE("the reasons why no file can be written there") {
  const TemporaryFolder temporary;
  const fs::path& at = temporary.path;
  write_text(at / "file", "text");
  fs::create_directory(at / "folder");
  fs::create_symlink("nowhere", at / "dangling");
  fs::create_symlink("loop", at / "loop");
  const auto says = [&](const char* name, const char* part) {
    return why_no_file(at / name).find(part) != std::string::npos;
  };
  CHECK(why_no_file(at / "file").empty());
  CHECK(why_no_file(at / "new").empty());
  CHECK(why_no_file("").find("an empty one") != std::string::npos);
  CHECK(says("folder", "names a folder"));
  CHECK(says("new/", "names a folder"));
  CHECK(says("no/new", "there is no folder"));
  CHECK(says("file/new", "is not a folder"));
  CHECK(says("dangling", "leads nowhere"));
  CHECK(says("loop", "cannot write to"));
  CHECK(says(std::string(300, 'a').c_str(), "File name too long"));
  CHECK(why_no_file(at / std::string(250, 'a')).empty());
  write_whole(at / std::string(250, 'a'), "text");
  CHECK(read(at / std::string(250, 'a')) == "text");
}

TEST_CASE("files come into a folder all together, beside what is there") {
  const TemporaryFolder temporary;
  const fs::path folder = temporary.path / "new/folder";
  {
    WholeFiles abandoned(folder);
    write_text(abandoned.path() / "a", "new");
  }
  CHECK(temporary.names().empty());
  CHECK(why_no_files(folder).empty());
  fs::create_directories(folder);
  write_text(folder / "a", "old");
  write_text(folder / "other", "other");
  WholeFiles files(folder);
  write_text(files.path() / "a", "new");
  write_text(files.path() / "b", "new");
  CHECK(read(folder / "a") == "old");
  SECTION("all of them") {
    files.commit();
    CHECK(temporary.names() ==
          Names{"new", "new/folder", "new/folder/a", "new/folder/b", "new/folder/other"});
    CHECK(read(folder / "a") == "new");
    CHECK(read(folder / "other") == "other");
  }
  SECTION("or none, when one has no place") {
    fs::create_directory(folder / "b");
    CHECK_THROWS_AS(files.commit(), std::system_error);
    CHECK(read(folder / "a") == "old");
  }
}

TEST_CASE("the reasons why no files can be put there") {
  const TemporaryFolder temporary;
  write_text(temporary.path / "file", "text");
  CHECK(why_no_files("").find("an empty one") != std::string::npos);
  CHECK(why_no_files(temporary.path / "file").find("is not a folder") != std::string::npos);
  CHECK(why_no_files(temporary.path / "file/new").find("is not a folder") != std::string::npos);
  CHECK(why_no_files(temporary.path / "new/folder").empty());
}

}  // namespace whole_file_test
