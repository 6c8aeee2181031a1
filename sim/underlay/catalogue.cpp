// Gathers the underlays.
#include "sim/underlay/catalogue.hpp"

#include "sim/underlay/direct_parameters.hpp"
#include "sim/underlay/internet_parameters.hpp"
#include "sim/underlay/matrix_parameters.hpp"
#include "sim/underlay/physical_parameters.hpp"
#include "sim/underlay/regions_parameters.hpp"

namespace rippletank::underlay {

const registry::Catalogue& catalogue() {
  static const registry::Entry direct = direct_entry();
  static const registry::Entry physical = physical_entry();
  static const registry::Entry internet = internet_entry();
  static const registry::Entry matrix = matrix_entry();
  static const registry::Entry regions = regions_entry();
  static const registry::Catalogue all{
      "underlay", "underlays", {&direct, &physical, &internet, &matrix, &regions}};
  return all;
}

}  // namespace rippletank::underlay
