// Lists every protocol of catalogue.def.
#include "sim/protocols/catalogue.hpp"

namespace rippletank::protocols {

#define PROTOCOL(name)                             \
  registry::Entry name##_entry();                  \
  std::vector<std::string> name##_message_types(); \
  Nature name##_nature();
#include "sim/protocols/catalogue.def"
#undef PROTOCOL

const registry::Catalogue& catalogue() {
  static const std::vector<registry::Entry> entries = {
#define PROTOCOL(name) name##_entry(),
#include "sim/protocols/catalogue.def"
#undef PROTOCOL
  };
  static const registry::Catalogue all = [] {
    registry::Catalogue listed{"protocol", "protocols", {}};
    for (const registry::Entry& entry : entries) listed.entries.push_back(&entry);
    return listed;
  }();
  return all;
}

std::vector<std::string> message_types(const registry::Entry& protocol) {
#define PROTOCOL(model) \
  if (protocol.name == #model) return model##_message_types();
#include "sim/protocols/catalogue.def"
#undef PROTOCOL
  return {};
}

Nature nature(const registry::Entry& protocol) {
#define PROTOCOL(model) \
  if (protocol.name == #model) return model##_nature();
#include "sim/protocols/catalogue.def"
#undef PROTOCOL
  return {};
}

}  // namespace rippletank::protocols
