// Every bad file gets an error that names the file, the line and what to mend.
#include <filesystem>
#include <set>

#include "sim/registry/codec.hpp"
#include "tests/catch.hpp"
#include "tests/unit/topologies/readers_shared.hpp"
#include "topologies/readers/latency_matrix.hpp"

namespace readers_bad_input_test {

namespace {

using namespace rippletank;

std::filesystem::path folder() {
  return std::filesystem::path(RIPPLETANK_SOURCE_DIR) / "tests/bad_input/topology";
}

struct BadFile {
  const char* file;
  int line;
  const char* message;  ///< a part of it
};

constexpr BadFile bad_files[] = {
    {"edge_list_negative_id.txt", 3, R"(ids from 0 to 18446744073709551615, got "-2")"},
    {"edge_list_id_of_65_bits.txt", 2, R"(got "18446744073709551616")"},
    {"edge_list_one_column.txt", 2, R"(expected "FROM TO" or "FROM TO LATENCY_US", got "2")"},
    {"edge_list_four_columns.txt", 2, R"(got "1 2 1000 7")"},
    {"edge_list_names.txt", 1, R"(got "alice bob"; begin comments with #)"},
    {"edge_list_header.txt", 1, R"(got "source,target"; begin comments with #)"},
    {"edge_list_fractional_id.txt", 2, R"(expected whole-number ids)"},
    {"edge_list_mixed_latency.txt", 4, R"(expected "FROM TO LATENCY_US" as on line 2, got "1 2")"},
    {"edge_list_nan_latency.txt", 2, R"(expected a latency of 0 to 1000000000000 [us], got "nan")"},
    {"edge_list_negative_latency.txt", 1, R"(got "-5")"},
    {"edge_list_latency_too_long.txt", 1, R"(got "1000000000001")"},
    {"edge_list_latency_exponent.txt", 2, R"(got "1.5e-2147483648")"},
    {"edge_list_empty.txt", 0, "the file is empty"},
    {"edge_list_only_comments.txt", 0, "got only comments and blank lines"},
    {"edge_list_binary.txt", 3, "zero byte: this is a binary file"},
    {"edge_list_carriage_returns.txt", 1, "a carriage return alone; convert the line ends"},
    {"edge_list_compressed.txt", 0, "unpack it with gunzip"},
    {"edge_list_utf16.txt", 0, "got UTF-16; save it as UTF-8"},
    {"edge_list_trailing_comma.txt", 1, R"(got "0,1,")"},
    {"edge_list_25_mistakes.txt", 1, R"(got "line 1")"},
    {"graphml_cut_short.graphml", 7, "expected </graph>, got the end of the file; is it cut"},
    {"graphml_cut_short_in_tag.graphml", 6, R"(expected tar="…")"},
    {"graphml_without_edges.graphml", 0, "expected at least one <edge>, got 2 nodes"},
    {"graphml_without_graph.graphml", 0, "expected a <graph> in <graphml>, got none"},
    {"graphml_unknown_node.graphml", 6, R"(got the unknown node "c")"},
    {"graphml_repeated_node.graphml", 5, R"(got "a" again (first on line 3))"},
    {"graphml_edge_without_target.graphml", 4, R"(expected <edge target="…">, got none)"},
    {"graphml_entity_bomb.graphml", 12, R"(got "&lol9;"; entities that a document declares)"},
    {"graphml_external_entity.graphml", 4, R"(got "&secret;")"},
    {"graphml_deep.graphml", 4, "expected at most 100 elements inside each other"},
    {"graphml_not_xml.graphml", 1, R"(expected XML, got "0 1)"},
    {"graphml_wrong_root.graphml", 2, "expected <graphml>, got <html>"},
    {"graphml_bad_latency.graphml", 6,
     R"(expected a latency_ms of 0 to 1000000000 [ms], got "fast")"},
    {"graphml_some_latencies.graphml", 7, "expected a latency, as other edges have one"},
    {"graphml_bad_speed.graphml", 6, R"(got "0")"},
    {"graphml_bad_latitude.graphml", 5, R"(expected a Latitude of -90 to 90 [degrees], got "95")"},
    {"graphml_misspelt_kind.graphml", 5, R"(got "swich"; did you mean "switch"?)"},
    {"graphml_undeclared_key.graphml", 4, R"(expected a <key id="latency" for="edge"> above)"},
    {"graphml_nested_graph.graphml", 4, R"(no <graph> inside the node "a"; ungroup)"},
    {"graphml_hyperedge.graphml", 4, "got a <hyperedge>; make it a node"},
    {"graphml_two_graphs.graphml", 6, "expected one <graph>, got a second"},
    {"graphml_wrong_end_tag.graphml", 4, "expected </node>, got </nod>"},
    {"graphml_repeated_attribute.graphml", 3, "expected the attribute id once"},
    {"graphml_bare_ampersand.graphml", 4, "expected &amp; for an ampersand"},
    {"graphml_not_utf8.graphml", 4, R"(expected UTF-8 as declared, got "\xfc")"},
    {"graphml_unknown_encoding.graphml", 1, R"(got "windows-1250"; save the file as UTF-8)"},
    {"graphml_two_roots.graphml", 4, "expected nothing after the document, got <graphml>"},
    {"as_relationships_7.txt", 3, R"(1 (a provider), 0 (a peer) or 2 (a sibling), got "7")"},
    {"as_relationships_two_columns.txt", 2, R"(expected "FROM TO REL", got "2 3")"},
    {"as_relationships_contradiction.txt", 3, "the relationship of 1 and 2 to be as on line 1"},
    {"as_relationships_sibling_by_bars.txt", 2, R"(or 0 (peers), got "1")"},
    {"as_relationships_mixed_forms.txt", 2, R"(expected "FROM|TO|REL", got "1 3 -1")"},
    {"as_relationships_large_number.txt", 1, R"(0 to 4294967295, got "4294967296")"},
    {"as_relationships_five_fields.txt", 1, R"(got "1|2|-1|bgp|more")"},
    {"as_relationships_only_comments.txt", 0, "expected at least one relationship"},
    {"rocketfuel_bad_value.intra", 2, R"(expected a latency of 0 to 1000000000 [ms], got "three")"},
    {"rocketfuel_asymmetric.intra", 4, "expected a latency of 4 [ms] as on line 3"},
    {"rocketfuel_one_direction.intra", 3, R"(none from "Linz,+Austria3" to "Wien,+Austria1")"},
    {"rocketfuel_two_fields.intra", 1, R"(expected "NODE_A NODE_B VALUE")"},
    {"rocketfuel_negative.intra", 1, R"(got "-3")"},
    {"rocketfuel_not_utf8.intra", 1, R"(got "W\xfcrzburg1 Graz2 3")"},
    {"router_map_bad_neighbour.cch", 2, R"(expected "UID @PLACE)"},
    {"router_map_without_arrow.cch", 1, R"(expected "UID @PLACE)"},
    {"router_map_without_name.cch", 1, R"(expected "UID @PLACE)"},
    {"router_map_repeated_uid.cch", 3, "got 1 again (first on line 1)"},
    {"router_map_without_links.cch", 0, "expected at least one link between listed routers"},
    {"latency_matrix_ragged.txt", 2, "expected 3 numbers as in the first row, got 2"},
    {"latency_matrix_three_rows.txt", 3, "expected 2 rows, as many as there are columns, got 3"},
    {"latency_matrix_nan.txt", 2, R"(in column 1, got "NaN")"},
    {"latency_matrix_negative.txt", 1, R"(0 to 1000000000 [ms] in column 2, got "-10")"},
    {"latency_matrix_empty_cell.txt", 1, R"(in column 2, got "")"},
    {"latency_matrix_blank.txt", 0, "expected rows of round-trip times"},
};

/// The model whose name the file's begins with; router maps are Rocketfuel's, too.
std::string model_for(const std::string& file) {
  for (const char* model : {"edge_list", "graphml", "as_relationships", "rocketfuel"}) {
    if (file.rfind(model, 0) == 0) return model;
  }
  return file.rfind("router_map", 0) == 0 ? "rocketfuel" : "";
}

void read(const std::string& file) {
  const std::string model = model_for(file);
  if (model.empty()) {
    topologies::read_latency_matrix({file, folder() / file});
    return;
  }
  registry::Reader reader(folder());
  const registry::Json value = {{"model", model}, {"file", file}};
  topologies::build(registry::read_model(topologies::catalogue(), value, reader), 1);
}

}  // namespace

TEST_CASE("every bad topology file is refused with its line and a reason") {
  for (const BadFile& bad : bad_files) {
    CAPTURE(bad.file);
    const auto diagnostics = tests::diagnostics_of([&] { read(bad.file); });
    if (diagnostics.empty()) {
      FAIL_CHECK("accepted");
      continue;
    }
    CHECK(diagnostics.front().file == (folder() / bad.file).lexically_normal().string());
    CHECK(diagnostics.front().line == bad.line);
    CHECK(diagnostics.front().severity == registry::Severity::error);
    CAPTURE(diagnostics.front().message);
    CHECK(diagnostics.front().message.find(bad.message) != std::string::npos);
  }
}

TEST_CASE("no bad topology file is forgotten") {
  std::set<std::string> listed;
  for (const BadFile& bad : bad_files) listed.insert(bad.file);
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    const std::string name = entry.path().filename().string();
    if (name.front() == '.') continue;
    CAPTURE(name);
    CHECK(listed.count(name) == 1);
  }
}

TEST_CASE("twenty mistakes are told and the rest are counted") {
  const auto diagnostics = tests::diagnostics_of([] { read("edge_list_25_mistakes.txt"); });
  REQUIRE(diagnostics.size() == 21);
  CHECK(diagnostics[19].line == 20);
  CHECK(diagnostics[20].line == 0);
  CHECK(diagnostics[20].message == "and 5 more mistakes");
}

}  // namespace readers_bad_input_test
