// Queries from a CSV file: any order of rows and columns, and every mistake with its line.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>

#include "sim/registry/input_file.hpp"
#include "sim/workload/trace.hpp"
#include "tests/unit/workload/content_shared.hpp"
#include "tests/unit/workload/workload_shared.hpp"

namespace trace_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

namespace fs = std::filesystem;

std::vector<overlay::Query> traced(const std::string& text,
                                   std::shared_ptr<workload::Items> items = nullptr) {
  const fs::path file =
      fs::temp_directory_path() / ("rippletank_trace_test_" + std::to_string(getpid()) + ".csv");
  std::ofstream(file, std::ios::binary) << text;
  struct Removed {
    const fs::path& file;
    ~Removed() {
      std::error_code ignored;
      fs::remove(file, ignored);
    }
  } removed{file};
  return queries_of({{"model", "trace"}, {"file", file.string()}},
                    set_up(5, 1, core::never, std::move(items)));
}

std::vector<registry::Diagnostic> mistakes_of(const std::string& text,
                                              std::shared_ptr<workload::Items> items = nullptr) {
  try {
    traced(text, std::move(items));
  } catch (const registry::InputError& error) {
    return error.diagnostics();
  }
  FAIL("expected mistakes in " << text);
  return {};
}

}  // namespace

TEST_CASE("trace: rows become queries in the order of time, equal times in that of the rows") {
  const auto items = std::make_shared<workload::Items>();
  const auto queries =
      traced("origin,item,time_s\np1,song,2.5\np2,,1\np3,\"a, b\",2.5\np0,x,1e-9\n", items);
  const auto item = [&](std::size_t query) { return items->names.name(*queries[query].item); };
  REQUIRE(queries.size() == 4);
  CHECK(ascend(queries));
  CHECK(queries[0].start == 1);
  CHECK(item(0) == "x");
  CHECK(queries[1].origin == 2);
  CHECK_FALSE(queries[1].item);
  CHECK(queries[2].origin == 1);
  CHECK(item(2) == "song");
  CHECK(queries[3].origin == 3);
  CHECK(item(3) == "a, b");
  CHECK(queries[3].start == 2'500'000'000);
}

TEST_CASE("trace: the item may be left out; no row is no query") {
  const auto queries = traced("time_s,origin\r\n0,p4\r\n");
  REQUIRE(queries.size() == 1);
  CHECK(queries[0].origin == 4);
  CHECK_FALSE(queries[0].item);
  CHECK(traced("time_s,origin\n").empty());
}

TEST_CASE("trace: mistakes come with file and line") {
  const auto rows = mistakes_of("time_s,origin\n1,p0\n-1,p1\nsoon,p9\nnan,p1\n1e999,p1\n");
  REQUIRE(rows.size() == 5);
  const int lines[] = {3, 4, 4, 5, 6};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].line == lines[i]);
    CHECK(rows[i].file.find("rippletank_trace_test_") != std::string::npos);
  }
  const auto header = mistakes_of("time,origin\n1,p0\n");
  REQUIRE(header.size() == 2);
  CHECK(header[0].message.find("did you mean \"time_s\"?") != std::string::npos);
  CHECK(header[1].message.find("missing column \"time_s\"") != std::string::npos);
}

TEST_CASE("trace: fuzz seeds are read or refused as their names say") {
  const fs::path folder = fs::path(RIPPLETANK_SOURCE_DIR) / "tests/fuzz/corpus/fuzz_query_trace";
  const auto items = std::make_shared<workload::Items>();
  workload::SetUp peers = set_up(3, 1, core::never, items);
  peers.peers.find = [](std::string_view name) -> std::optional<core::PeerId> {
    if (name == "0") return 0;
    if (name == "1") return 1;
    if (name == "a, b") return 2;
    return {};
  };
  const std::set<std::string> good = {"byte_order_mark", "no_rows", "quoted", "two_columns"};
  std::set<std::string> read;
  int refused = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string text =
        registry::read_input_file({entry.path().filename().string(), entry.path()});
    try {
      const auto queries = workload::parse_query_trace(text, "fuzz", peers);
      CHECK(ascend(queries));
      read.insert(entry.path().stem().string());
    } catch (const registry::InputError& error) {
      CHECK(error.diagnostics().front().file == "fuzz");
      ++refused;
    }
  }
  CHECK(read == good);
  CHECK(refused >= 5);
}

TEST_CASE("trace: a wrong column does not fill the screen") {
  std::string text = "time_s,origin\n";
  for (int i = 0; i < 1000; ++i) text += "p0,1\n";
  const std::size_t told = mistakes_of(text).size();
  CHECK(told >= 10);
  CHECK(told <= 25);
}

TEST_CASE("trace: with content its items must be there; one that is left out is chosen") {
  const registry::Json three = {{"items", 3}};
  const auto items = std::make_shared<workload::Items>(items_of(three, 5));
  const auto queries = traced("time_s,origin,item\n2,p1,2\n1,p0,\n", items);
  CHECK(queries[0].item == items->draw(1, 0));
  CHECK(queries[1].item == core::ItemId{2});
  CHECK(traced("time_s,origin\n1,p0\n", items)[0].item == items->draw(1, 0));
  const auto mistakes = mistakes_of("time_s,origin,item\n1,p0,3\n", items);
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].line == 2);
  CHECK(mistakes[0].message == "item: no item \"3\" in this content; expected 0 to 2");
}

}  // namespace trace_test
