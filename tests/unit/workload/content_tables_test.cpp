// Popularity and holders from CSV files: what they say, and every mistake with its line.
#include <string>
#include <vector>

#include "tests/unit/workload/content_shared.hpp"

namespace content_tables_test {

using namespace rippletank;
using namespace rippletank::tests;
using overlay::ItemNames;

namespace {

/// Line and message of every mistake, one line each.
template <class Read>
std::string mistakes_in(Read read) {
  try {
    read();
  } catch (const registry::InputError& error) {
    std::string text;
    for (const registry::Diagnostic& mistake : error.diagnostics()) {
      CHECK(mistake.file == "x.csv");
      text += std::to_string(mistake.line) + ": " + mistake.message + "\n";
    }
    return text;
  }
  FAIL("expected mistakes");
  return {};
}

std::string popularity_mistakes(const std::string& text) {
  return mistakes_in([&] { workload::parse_popularity(text, "x.csv"); });
}

overlay::HolderRows holders(const std::string& text, ItemNames& names, bool names_are_open) {
  return workload::parse_holders(text, "x.csv", peer_names(4), names, names_are_open);
}

std::string holder_mistakes(const std::string& text, ItemNames names, bool names_are_open) {
  return mistakes_in([&] { holders(text, names, names_are_open); });
}

std::vector<core::PeerId> row_of(const overlay::HolderRows& rows, core::ItemId item) {
  return {rows.holders.begin() + rows.offsets[item], rows.holders.begin() + rows.offsets[item + 1]};
}

ItemNames songs() {
  ItemNames names;
  names.find_or_add("yesterday");
  names.find_or_add("help");
  return names;
}

}  // namespace

TEST_CASE("popularity file: items in the order of their rows, with their weights") {
  const auto table =
      workload::parse_popularity("weight,item\n5,yesterday\n0,\"a, b\"\n1.5e3,7\n", "x.csv");
  CHECK(table.weights == std::vector<double>{5, 0, 1500});
  CHECK(table.names.count() == 3);
  CHECK(table.names.name(1) == "a, b");
  CHECK(table.names.find("7") == core::ItemId{2});
}

TEST_CASE("popularity file: every mistake comes with its line") {
  CHECK(popularity_mistakes("item,weight\na,1\n,2\nb,-1\nc,many\na,3\nd,1e999\n") ==
        "3: item: expected a name, got an empty field\n"
        "4: weight: expected a number, at least 0, got \"-1\"\n"
        "5: weight: expected a number, at least 0, got \"many\"\n"
        "6: item \"a\" has a weight already; remove one of the two\n"
        "7: weight: expected a number, at least 0, got \"1e999\"\n");
  CHECK(popularity_mistakes("item,wieght\na,1\n") ==
        "1: unknown column \"wieght\"; did you mean \"weight\"?\n"
        "1: missing column \"weight\"; expected the header item,weight\n");
  CHECK(popularity_mistakes("item,weight\n") ==
        "1: expected at least one item, got none below the header\n");
  CHECK(popularity_mistakes("item,weight\na,0\n") ==
        "1: expected a weight above 0, as nothing is asked for otherwise, got only 0\n");
}

TEST_CASE("holder file: it names the items, or takes those that there are") {
  ItemNames open;
  const auto rows = holders("item,peer\nb,p3\na,p1\nb,p0\n", open, true);
  CHECK(open.count() == 2);
  CHECK(open.name(0) == "b");
  CHECK(row_of(rows, 0) == std::vector<core::PeerId>{0, 3});
  CHECK(row_of(rows, 1) == std::vector<core::PeerId>{1});
  ItemNames known = songs();
  const auto held = holders("peer,item\np2,help\n", known, false);
  CHECK(row_of(held, 0).empty());
  CHECK(row_of(held, 1) == std::vector<core::PeerId>{2});
  ItemNames numbers(3);
  CHECK(row_of(holders("item,peer\n2,p1\n", numbers, false), 2) == std::vector<core::PeerId>{1});
}

TEST_CASE("holder file: every mistake comes with its line") {
  CHECK(holder_mistakes("item,peer\nyesterday,p9\nhelp,p1\nyesterdya,p1\n,p1\nhelp,p1\n", songs(),
                        false) ==
        "2: peer: no peer \"p9\" in this overlay; expected p0, p1, …\n"
        "4: item: no item \"yesterdya\" in this content; did you mean \"yesterday\"?\n"
        "5: item: expected a name, got an empty field\n"
        "6: this peer holds item \"help\" already, by line 3; remove one of the two\n");
  CHECK(holder_mistakes("item,peer\n1,p1\n0,p0\n1,p1\n0,p0\n2,p7\n", ItemNames(3), false) ==
        "4: this peer holds item \"1\" already, by line 2; remove one of the two\n"
        "5: this peer holds item \"0\" already, by line 3; remove one of the two\n"
        "6: peer: no peer \"p7\" in this overlay; expected p0, p1, …\n");
  CHECK(holder_mistakes("item,peer\n3,p1\n", ItemNames(3), false) ==
        "2: item: no item \"3\" in this content; expected 0 to 2\n");
  CHECK(holder_mistakes("item,peer\nzzz,p1\n", songs(), false) ==
        "2: item: no item \"zzz\" in this content; expected one of yesterday, help\n");
  CHECK(holder_mistakes("item,peer\n", {}, true) ==
        "1: expected at least one item, got none below the header\n");
}

TEST_CASE("holder file: a wrong column does not fill the screen") {
  std::string text = "item,peer\n";
  for (int row = 0; row < 1000; ++row) text += "help,help\n";
  const std::string mistakes = holder_mistakes(text, songs(), false);
  CHECK(std::count(mistakes.begin(), mistakes.end(), '\n') == 20);
}

}  // namespace content_tables_test
