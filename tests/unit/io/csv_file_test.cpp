// CSV: the shortest numbers that read back exactly, nothing for what is missing, few quotes.
#include "sim/io/csv_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <system_error>

#include "tests/catch.hpp"

namespace csv_file_test {

using namespace rippletank::io;
namespace fs = std::filesystem;

namespace {

/// A file that is gone at the end.
struct TemporaryFile {
  fs::path path = fs::temp_directory_path() / ("rippletank_csv_" + std::to_string(getpid()));
  ~TemporaryFile() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
  std::string text() const {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
};

template <class... Values>
std::string row_of(const Values&... values) {
  const TemporaryFile file;
  CsvFile csv(file.path, {"x"});
  csv.row(values...);
  csv.close();
  return file.text().substr(2);
}

}  // namespace

TEST_CASE("numbers are the shortest that read back exactly") {
  CHECK(row_of(0.1, 5.0, 1e300, 1.0 / 3) == "0.1,5,1e+300,0.3333333333333333\n");
  CHECK(row_of(std::uint64_t{18446744073709551615U}, std::int64_t{-5}) ==
        "18446744073709551615,-5\n");
  for (const double value :
       {0.1 + 0.2, 1e-300, 4.9e-324, 123456789.123456789, 2.0 / 7, 1e22, 1e23}) {
    const std::string text = row_of(value);
    CHECK(std::strtod(text.c_str(), nullptr) == value);
    CHECK(text.size() <= 25);
  }
}

TEST_CASE("what is missing or no number is empty, truth is spelt") {
  CHECK(row_of(std::optional<double>(), std::optional<std::uint64_t>(7), true, false) ==
        ",7,true,false\n");
  CHECK(row_of(std::numeric_limits<double>::quiet_NaN(), 1) == ",1\n");
  CHECK(row_of(std::optional<double>(std::numeric_limits<double>::quiet_NaN()), 1) == ",1\n");
}

TEST_CASE("texts are quoted when they must be, and only then") {
  CHECK(row_of("plain", std::string("two words"), " blanks ", "=1+1") ==
        "plain,two words, blanks ,=1+1\n");
  CHECK(row_of("a,b", "say \"hi\"", "two\nlines", "\r", "\"") ==
        "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"\r\",\"\"\"\"\n");
  CHECK(row_of("Z\u00fcrich", "") == "Z\u00fcrich,\n");
}

TEST_CASE("rows of any number arrive, header first") {
  const TemporaryFile file;
  CsvFile csv(file.path, {"id", "a,b"});
  const std::string filler(100, 'x');
  for (int i = 0; i < 30'000; ++i) csv.row(i, filler);  // three times the buffer
  csv.value(1);
  csv.value("two");
  csv.end_row();
  csv.close();
  const std::string text = file.text();
  CHECK(text.rfind("id,\"a,b\"\n0,xxx", 0) == 0);
  CHECK(std::count(text.begin(), text.end(), '\n') == 30'002);
  CHECK(text.substr(text.size() - 7) == "\n1,two\n");
}

TEST_CASE("a file that cannot be written is an error that names it") {
  try {
    CsvFile csv("/nowhere/at/all.csv", {"x"});
    FAIL("the folder does not exist");
  } catch (const std::system_error& error) {
    CHECK(std::string(error.what()).find("cannot write /nowhere/at/all.csv") != std::string::npos);
  }
  if (!fs::exists("/dev/full")) {
    WARN("SKIPPED: there is no /dev/full here");
    return;
  }
  CsvFile csv("/dev/full", {"x"});
  csv.row(1);
  CHECK_THROWS_AS(csv.close(), std::system_error);
}

}  // namespace csv_file_test
