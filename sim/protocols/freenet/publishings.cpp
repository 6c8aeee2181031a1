// Describes the ways in which items come into a network: placed, inserted.
#include "sim/protocols/freenet/publishings.hpp"

#include "sim/core/time.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols::freenet {
namespace {

const registry::Entry& placed_entry() {
  static const registry::Entry entry = registry::describe<Placed>(
      "placed",
      "The copies that the content says lie in their holders' stores when the run begins, and "
      "nobody else knows of them.",
      "", registry::Table<Placed>{}, registry::Json::object());
  return entry;
}

const registry::Entry& inserted_entry() {
  using registry::between;
  static const registry::Entry entry = registry::describe<Inserted>(
      "inserted",
      "Item by item, each of its holders inserts it, after the first one in vain; stores are empty "
      "at first, and a query for what is not there yet asks for something else.",
      "Clarke, Sandberg, Wiley & Hong, Freenet (2000), section 5: inserts among requests for keys "
      "that are known to have been inserted",
      registry::Table<Inserted>{}
          .field("start_s", &Inserted::start_s,
                 {.unit = "s",
                  .range = between(0, core::longest_s),
                  .description = "No item is inserted before. A query for an item that has not "
                                 "been inserted asks for another one that has, drawn by "
                                 "popularity; before there is any it is lost."})
          .field("interval_s", &Inserted::interval_s,
                 {.unit = "s",
                  .range = between(0, core::longest_s),
                  .description = "Time from one insert to the next; 0: all at once."})
          .field("at_random", &Inserted::at_random,
                 {.description = "Whether these times are random, with that mean and independent "
                                 "of each other, or all the same."}),
      {{"interval_s", 2}});
  return entry;
}

registry::Model usual(const registry::Entry& entry) { return {&entry, entry.make_parameters()}; }

}  // namespace

const registry::Catalogue& publishings() {
  static const registry::Catalogue all = [] {
    registry::Catalogue listed{"publishing", "publishings", {&placed_entry(), &inserted_entry()}};
    listed.by_name_alone = true;
    return listed;
  }();
  return all;
}

Publishing publishing(const registry::Model& chosen) {
  if (chosen.entry->name == "inserted") return chosen.as<Inserted>();
  return Placed{};
}

registry::Model placed_items() { return usual(placed_entry()); }
registry::Model inserted_items() { return usual(inserted_entry()); }

}  // namespace rippletank::protocols::freenet
