// What the parameters of a directory have in common.
#include "sim/protocols/parts/directory_parameters.hpp"

#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {

registry::Field bytes_field(const char* description) {
  return {.unit = "bytes", .range = registry::between(0, 1e6), .description = description};
}

}  // namespace rippletank::protocols
