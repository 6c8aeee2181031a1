// Describes the choices.
#include <fmt/format.h>

#include "sim/failures/catalogue.hpp"
#include "sim/failures/choice_parameters.hpp"
#include "sim/registry/table.hpp"

template <>
struct rippletank::registry::Codec<rippletank::failures::LinkEnds> {
  using LinkEnds = failures::LinkEnds;
  static Type type(const Field& field) { return Codec<std::vector<Id>>::type(field); }
  static void read(const Json& value, LinkEnds& target, const Type& type, Reader& reader) {
    if (!value.is_array() || value.size() != 2) {
      return reader.error("expected the two ends of a link, like [0, 1], got " +
                          (value.is_array() ? value.dump() : found(value)));
    }
    Codec<std::vector<Id>>::read(value, target.ends, type, reader);
  }
  static Json write(const LinkEnds& value) { return Codec<std::vector<Id>>::write(value.ends); }
};

namespace rippletank::failures {
namespace {

using registry::Entry;
using registry::Table;

constexpr char fraction_description[] = "How many of them, rounded down.";

registry::Field fraction_field() {
  return {.unit = "ratio", .range = registry::between(0, 1), .description = fraction_description};
}

template <class P>
Entry choice(std::string name, std::string summary, registry::Section section,
             registry::Json example) {
  return registry::describe<P>(std::move(name), std::move(summary), "", std::move(section),
                               std::move(example), "choose");
}

/// An empty list would choose nothing, and not say so.
template <class Choice>
void check_not_empty(const Choice& choice, registry::Reader& reader) {
  if (choice.ids.empty()) {
    reader.error_at("ids", "expected at least one, got an empty list");
  }
}

void check_modulus(const Modulus& choice, registry::Reader& reader) {
  if (choice.remainder < choice.modulus) return;
  reader.error_at("remainder", fmt::format("expected less than modulus ({}), got {}",
                                           choice.modulus, choice.remainder));
}

/// Refuses groups that say nothing.
void check_groups(const Groups& choice, registry::Reader& reader) {
  if (choice.groups.empty()) {
    reader.error_at("groups", "expected at least one group, got an empty list");
  }
}

Entry ids() {
  return choice<Ids>(
      "ids", "Those that are named.",
      Table<Ids>{}
          .required("ids", &Ids::ids, {.description = "Nodes or peers, in the names of the input."})
          .check(check_not_empty<Ids>),
      {{"ids", {3}}});
}

Entry fraction() {
  return choice<Fraction>(
      "fraction", "A random part of them.",
      Table<Fraction>{}.required("fraction", &Fraction::fraction, fraction_field()),
      {{"fraction", 0.1}});
}

Entry number(std::string summary) {
  return choice<Number>(
      "number", std::move(summary),
      Table<Number>{}.required("number", &Number::number,
                               {.range = registry::between(1, 1e9),
                                .description = "How many; all, if there are fewer."}),
      {{"number", 2}});
}

Entry modulus() {
  return choice<Modulus>(
      "modulus",
      "Every so many: by their numbers in the input, or in its order where it has names.",
      Table<Modulus>{}
          .required(
              "modulus", &Modulus::modulus,
              {.range = registry::between(1, 1e9), .description = "What a number is divided by."})
          .field("remainder", &Modulus::remainder,
                 {.range = registry::between(0, 1e9),
                  .description = "What is left of it for those that are chosen; numbers "
                                 "begin with 0."})
          .check(check_modulus),
      {{"modulus", 10}, {"remainder", 3}});
}

constexpr char highest_degree_summary[] =
    "Those with the most links, peers with the most connections; of equals, the first in the "
    "input.";

Entry highest_degree() {
  return choice<HighestDegree>(
      "highest_degree", highest_degree_summary,
      Table<HighestDegree>{}.required("fraction", &HighestDegree::fraction, fraction_field()),
      {{"fraction", 0.01}});
}

Entry highest_degree_of_peers() {
  return choice<HighestDegree>(
      "highest_degree", highest_degree_summary,
      Table<HighestDegree>{}
          .required("fraction", &HighestDegree::fraction, fraction_field())
          .field("adaptive", &HighestDegree::adaptive,
                 {.description =
                      "Look again after each of them, among those still online and their "
                      "connections. `false`: by the connections of the topology, whoever is "
                      "online; where peers make their own, by those among peers online then."}),
      {{"fraction", 0.01}});
}

Entry section() {
  return choice<InSection>(
      "section", "All in a section of the topology: a star of a tree, a cluster of a mesh.",
      Table<InSection>{}.required(
          "sections", &InSection::sections,
          {.range = registry::between(0, 1e9), .description = "Sections, counted from 0."}),
      {{"sections", {0}}});
}

Entry role() {
  return choice<OfRole>(
      "role", "Peers that are online and that are something in their protocol at that moment.",
      Table<OfRole>{}
          .required("role", &OfRole::role,
                    {.description = "What they are, in the words of peers.csv: server, client, "
                                    "super_peer, ultrapeer, leaf and others, as the protocol "
                                    "has them."})
          .field("number", &OfRole::number,
                 {.range = registry::between(1, 1e9),
                  .description = "So many of them, at random; left out, all."}),
      {{"role", "server"}, {"number", 1}});
}

Entry region() {
  return choice<InRegion>(
      "region",
      "All peers of a region; on underlays without any, of a host, router or row of a matrix.",
      Table<InRegion>{}.required(
          "regions", &InRegion::regions,
          {.description = "Where they run, in the names of peers.csv (column `host`)."}),
      {{"regions", {"islands"}}});
}

Entry trace() {
  return choice<FromTrace>(
      "trace", "Those that a file tells, each for as long as it says.",
      Table<FromTrace>{}.required(
          "file", &FromTrace::file,
          {.description = "CSV with the columns id, down_s and up_s, rows in any order: who is "
                          "down from when until when, in seconds after `at_s`; up_s may be "
                          "empty: for good."}),
      {{"file", "scenarios/tutorial/data/outages.csv"}});
}

Entry groups() {
  return choice<Groups>("groups", "Several groups, each by itself; all others are one more.",
                        Table<Groups>{}
                            .required("groups", &Groups::groups,
                                      {.description = "Lists of peers, in the names of the input: "
                                                      "[[0, 1], [2, 3]]."})
                            .check(check_groups),
                        {{"groups", {{0, 1}, {2, 3}}}});
}

/// The entries live as long as the program.
registry::Catalogue listed(const char* kind, const char* plural,
                           const std::vector<Entry>& entries) {
  registry::Catalogue all{kind, plural, {}};
  for (const Entry& entry : entries) all.entries.push_back(&entry);
  return all;
}

const char* const number_online = "So many of those that are online then, at random.";

}  // namespace

const registry::Catalogue& node_choices() {
  static const std::vector<Entry> entries = {
      ids(),     fraction(), number("So many of them, at random."), modulus(), highest_degree(),
      section(), trace()};
  static const registry::Catalogue all = listed("failure", "failures", entries);
  return all;
}

const registry::Catalogue& failing_peer_choices() {
  static const std::vector<Entry> entries = {ids(),
                                             fraction(),
                                             number(number_online),
                                             modulus(),
                                             highest_degree_of_peers(),
                                             section(),
                                             role(),
                                             region(),
                                             trace()};
  static const registry::Catalogue all = [] {
    registry::Catalogue made = listed("peer_failure", "peer_failures", entries);
    made.by_list_alone = "ids";
    return made;
  }();
  return all;
}

const registry::Catalogue& side_choices() {
  static const std::vector<Entry> entries = {
      ids(), fraction(), number(number_online), modulus(), section(), role(), region(), groups()};
  static const registry::Catalogue all = [] {
    registry::Catalogue made = listed("side", "sides", entries);
    made.by_list_alone = "ids";
    return made;
  }();
  return all;
}

const registry::Catalogue& peer_choices() {
  static const std::vector<Entry> entries = {ids(), fraction(), modulus(), highest_degree(),
                                             section()};
  static const registry::Catalogue all = [] {
    registry::Catalogue made = listed("choice", "choices", entries);
    made.by_list_alone = "ids";
    return made;
  }();
  return all;
}

const registry::Catalogue& link_choices() {
  using registry::Table;
  static const registry::Entry entries[] = {
      choice<LinkIds>(
          "ids", "Those that are named by their ends.",
          Table<LinkIds>{}
              .required(
                  "ids", &LinkIds::ids,
                  {.description = "Pairs of nodes, in the names of the input: [[0, 1], [0, 2]]."})
              .check(check_not_empty<LinkIds>),
          {{"ids", {{0, 200}}}}),
      choice<Between>(
          "between", "All links between two sets of nodes.",
          Table<Between>{}
              .required("from", &Between::from, {.description = "Nodes of one side."})
              .required("to", &Between::to, {.description = "Nodes of the other side."}),
          {{"from", {0, 1, 2}}, {"to", {200}}}),
      choice<Fraction>(
          "fraction", "A random part of all links.",
          Table<Fraction>{}.required("fraction", &Fraction::fraction, fraction_field()),
          {{"fraction", 0.1}})};
  static const registry::Catalogue all = [] {
    registry::Catalogue listed{"link_failure", "link_failures", {}};
    for (const registry::Entry& entry : entries) listed.entries.push_back(&entry);
    return listed;
  }();
  return all;
}

}  // namespace rippletank::failures
