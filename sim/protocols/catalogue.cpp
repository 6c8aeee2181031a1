// Lists every protocol of catalogue.def.
#include "sim/protocols/catalogue.hpp"

#include <algorithm>

#include "sim/protocols/parts/download_parameters.hpp"

namespace rippletank::protocols {

#define PROTOCOL(name)                             \
  registry::Entry name##_entry();                  \
  std::vector<std::string> name##_message_types(); \
  std::vector<std::string> name##_roles();         \
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
  std::vector<std::string> names;
#define PROTOCOL(model) \
  if (protocol.name == #model) names = model##_message_types();
#include "sim/protocols/catalogue.def"
#undef PROTOCOL
  names.erase(std::remove(names.begin(), names.end(), ""), names.end());
  return names;
}

std::vector<std::string> roles(const registry::Entry& protocol) {
#define PROTOCOL(model) \
  if (protocol.name == #model) return model##_roles();
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

Nature nature(const registry::Model& protocol) {
  Nature nature = protocols::nature(*protocol.entry);
  if (!protocol.entry->serving) return nature;
  nature.serving = protocol.entry->serving(protocol.parameters.get());
  if (nature.serving == registry::Serving::apart) {
    nature.has_servers = true;
    nature.servers_share = false;
  }
  return nature;
}

bool has_downloads(const registry::Entry& protocol) {
  if (nature(protocol).fetches) return true;
  const std::vector<registry::Parameter>& parameters = protocol.section.parameters;
  return std::any_of(parameters.begin(), parameters.end(), [](const auto& parameter) {
    return parameter.type.section == &DownloadParameters::section();
  });
}

}  // namespace rippletank::protocols
