"""The tasks of the programme and whose they are, for the registrar; dated."""

from registry.i18n import N_
from registry.web.forms.reference import TaskForm
from registry.web.pages import section
from registry.web.records import Desk, mount

blueprint = section("tasks", __name__)

mount(
    blueprint,
    Desk(
        section="tasks",
        form=TaskForm,
        title=N_("Tasks of the agencies"),
        lede=N_("What the plan gives each agency to do, by the five groups."),
        add=N_("Add a task"),
    ),
)
