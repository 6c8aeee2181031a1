// Describes Freenet as its paper simulated it.
#include "sim/protocols/freenet_2000.hpp"

#include <memory>

namespace rippletank::protocols {

registry::Entry Freenet2000::entry() {
  registry::Entry entry = registry::describe<Parameters>(
      "freenet_2000",
      "Freenet as its paper simulated it: stores of 50 items, tables of 250 references, and every "
      "copy names its real source.",
      "Clarke, Sandberg, Wiley & Hong, Freenet: a distributed anonymous information storage and "
      "retrieval system (2000), section 5. What it leaves open is decided as in `freenet`: an "
      "insert asks first and sends the data afterwards, and closeness is that on a circle",
      freenet::section(), {{"publishing", {{"model", "inserted"}, {"interval_s", 2}}}});
  registry::set_defaults(entry,
                         [] { return std::make_shared<Parameters>(freenet::of_the_paper()); });
  return entry;
}

}  // namespace rippletank::protocols
