// Names with commas, quotes, line ends, markup and formulas survive into every result.
#include "tests/catch.hpp"
#include "tests/end_to_end/csv_table.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace hostile_names_test {

namespace {

using namespace rippletank::tests;
using Names = std::vector<std::string>;

const Names& hostile_names() {
  static const Names names = {
      "a,b",      "say \"hi\"", "two\nlines", "<script>alert(1)</script>", "=1+1", "\"", ",",
      " blanks ", "all",        "null",       "Zürich—東京 🙂",     "..",   "-1"};
  return names;
}

std::string escaped(const std::string& name) {
  std::string text;
  for (const char c : name) {
    switch (c) {
      case '&':
        text += "&amp;";
        break;
      case '<':
        text += "&lt;";
        break;
      case '"':
        text += "&quot;";
        break;
      case '\n':
        text += "&#10;";
        break;
      default:
        text += c;
    }
  }
  return text;
}

/// A ring of the hostile names.
std::string graphml() {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml "
      "xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n<graph edgedefault=\"undirected\">\n";
  for (const std::string& name : hostile_names()) {
    text += "<node id=\"" + escaped(name) + "\"/>\n";
  }
  for (std::size_t i = 0; i < hostile_names().size(); ++i) {
    text += "<edge source=\"" + escaped(hostile_names()[i]) + "\" target=\"" +
            escaped(hostile_names()[(i + 1) % hostile_names().size()]) + "\"/>\n";
  }
  return text + "</graph>\n</graphml>\n";
}

}  // namespace

TEST_CASE("hostile names come out as they went in") {
  const TemporaryFolder folder;
  write_file(folder / "ring.graphml", graphml());
  Json scenario = {
      {"overlay",
       {{"protocol", {{"model", "flood"}, {"ttl_hops", 9}}},
        {"topology", {{"model", "graphml"}, {"file", "ring.graphml"}}}}},
      {"queries", {{"model", "list"}, {"origins", hostile_names()}, {"interval_s", 1}}}};
  write_file(folder / "s.json", scenario.dump());
  const Ended ended = run_rippletank({"run", "s.json", "--out", "out", "--trace", "--json"},
                                     {.folder = folder.path()});
  REQUIRE(ended.err.empty());
  REQUIRE(ended.code == 0);

  const CsvTable queries(read_file(folder / "out/queries.csv"));
  const CsvTable peers(read_file(folder / "out/peers.csv"));
  REQUIRE(queries.rows() == hostile_names().size());
  REQUIRE(peers.rows() == hostile_names().size());
  for (std::size_t i = 0; i < hostile_names().size(); ++i) {
    CHECK(queries.at(i, "origin") == hostile_names()[i]);
    CHECK(peers.at(i, "peer") == hostile_names()[i]);
    CHECK(queries.whole(i, "reach") == hostile_names().size() - 1);
  }
  CHECK(Json::parse(ended.out) == read_json(folder / "out/summary.json"));

  const Ended unpacked =
      run_program({"/usr/bin/zstdcat", "out/trace.jsonl.zst"}, {.folder = folder.path()});
  if (unpacked.code == 127) {
    WARN("SKIPPED: the trace was not read, as there is no zstdcat here");
    return;
  }
  REQUIRE(unpacked.code == 0);
  std::size_t starts = 0;
  for (const std::string& line : lines_of(unpacked.out)) {
    const Json event = Json::parse(line);
    if (event["event"] != "query") continue;
    CHECK(event["origin"] == hostile_names()[starts]);
    ++starts;
  }
  CHECK(starts == hostile_names().size());
}

TEST_CASE("an unknown name among hostile ones is refused in one harmless line") {
  const TemporaryFolder folder;
  write_file(folder / "ring.graphml", graphml());
  Json scenario = {{"overlay",
                    {{"protocol", {{"model", "flood"}}},
                     {"topology", {{"model", "graphml"}, {"file", "ring.graphml"}}}}},
                   {"queries", {{"model", "list"}, {"origins", {"\u001b[31mred\nx"}}}}};
  write_file(folder / "s.json", scenario.dump());
  const Ended ended = run_rippletank({"run", "s.json", "--out", "out"}, {.folder = folder.path()});
  CHECK(ended.code == 2);
  INFO(ended.err);
  CHECK(lines_of(ended.err).size() == 1);
  CHECK(ended.err.find('\x1b') == std::string::npos);
  CHECK(names_in(folder.path()) == Names{"ring.graphml", "s.json"});
}

}  // namespace hostile_names_test
