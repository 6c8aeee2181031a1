// Every file of a folder that differs from what its run gives is found, and no other.
#include "analysis/web/pages/changes.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/unit/io/temporary_folder.hpp"

namespace changes_test {

using namespace rippletank;
using namespace rippletank::tests;
using pages::Changes;
using Names = std::vector<std::string>;

namespace {

/// The same small result twice.
struct Twice {
  Twice() {
    for (const TemporaryFolder* one : {&stored, &again}) {
      write_file(one->path / "queries.csv", "query_id,reach\n0,9\n");
      write_file(one->path / "hops.csv", "query_id,hop\n0,1\n");
    }
  }
  Changes changes() const {
    return pages::changes_of({stored.path, stored_summary}, {again.path, again_summary});
  }

  TemporaryFolder stored;
  TemporaryFolder again;
  registry::Json stored_summary = {{"name", "s"}, {"results", {{"messages", 9}}}};
  registry::Json again_summary = stored_summary;
};

}  // namespace

TEST_CASE_METHOD(Twice, "a folder as its run gives it has no changes") {
  CHECK(changes().changed.empty());
  CHECK(changes().missing.empty());
  write_file(stored.path / "mine.csv", "what no run writes\n");
  stored_summary["name"] = "called otherwise";
  CHECK(changes().changed.empty());
  CHECK(changes().missing.empty());
}

TEST_CASE_METHOD(Twice, "one byte more, less or other is a change, wherever it is") {
  for (const char* text :
       {"query_id,reach\n0,9\n\n", "query_id,reach\n0,9", "query_id,reach\n0,8\n"}) {
    write_file(stored.path / "queries.csv", text);
    CHECK(changes().changed == Names{"queries.csv"});
  }
  std::string text(200'000, 'x');
  write_file(again.path / "queries.csv", text);
  write_file(stored.path / "queries.csv", text);
  CHECK(changes().changed.empty());
  for (const std::size_t at :
       {std::size_t{0}, std::size_t{65'535}, std::size_t{65'536}, text.size() - 1}) {
    std::string other = text;
    other[at] = 'y';
    write_file(stored.path / "queries.csv", other);
    CHECK(changes().changed == Names{"queries.csv"});
  }
}

TEST_CASE_METHOD(Twice, "tables that only one of the two has are told") {
  write_file(stored.path / "pings.csv", "from,to\n");
  write_file(again.path / "links.csv", "from,to\n");
  CHECK(changes().changed == Names{"pings.csv"});
  CHECK(changes().missing == Names{"links.csv"});
  std::filesystem::remove(stored.path / "hops.csv");
  std::filesystem::create_directory(stored.path / "hops.csv");
  CHECK(changes().changed == Names{"hops.csv", "pings.csv"});
}

TEST_CASE_METHOD(Twice, "every number of the summary counts") {
  for (const char* part : {"results", "protocol", "steady_state", "theory"}) {
    INFO(part);
    again_summary[part] = {{"n", 1}};
    stored_summary[part] = {{"n", 2}};
    CHECK(changes().changed == Names{"summary.json"});
    stored_summary.erase(part);
    CHECK(changes().changed == Names{"summary.json"});
    stored_summary[part] = {{"n", 1}};
    CHECK(changes().changed.empty());
  }
}

}  // namespace changes_test
