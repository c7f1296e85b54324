"""The environmental industry's categories, shared by what is offered and what is needed."""

from enum import StrEnum


class Category(StrEnum):
    """What part of the environment a thing serves; the codes are those of the labelled files."""

    WASTEWATER = "wastewater"
    EXHAUST_GAS = "exhaust_gas"
    SOLID_WASTE_COLLECTION = "solid_waste_collection"
    SOLID_WASTE_RECYCLING = "solid_waste_recycling"
    HAZARDOUS_WASTE = "hazardous_waste"
    MONITORING = "monitoring"
    WASTE_TO_ENERGY = "waste_to_energy"
    REMEDIATION = "remediation"
    WATER_SUPPLY = "water_supply"
    ENERGY_SAVING = "energy_saving"
    CONSULTING = "consulting"


class Segment(StrEnum):
    """A segment that a programme's target measures."""

    WASTEWATER = "wastewater"
    EXHAUST_GAS = "exhaust_gas"
    COLLECTION = "collection"
    RECYCLING = "recycling"
    MONITORING = "monitoring"
