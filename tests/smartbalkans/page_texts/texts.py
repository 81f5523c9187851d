"""Invented page texts that several tests read."""

ORGANISATION = """\
Photo: archive

Kuća mostova

Summary of organization's strategic orientation

Kuća mostova (KM) was founded in 2009 and builds footbridges in Montenegro.

Organization goal

Nobody wades.

Beneficiaries

Rural women, pupils of primary schools and citizens.

Main organization activities

• Measuring
  • at low water
• Building

Our pride

Twelve bridges stand.
"""

PROJECT = """\
Footbridges for Neighbours (FOOT-N)

Implementing organizations:

• Kuća mostova, Lead applicant, Montenegro
• Ura e Re (UR), Partner, Albania
• Друштво Мост / Bridge Society, North Macedonia

Summary of the project

The project fights organised crime with better paths in three countries.

Project goals

Overall goal: neighbours who meet

Specific objectives are:

(1) Ten bridges are built.
(2) Ten schools walk over them.

Target groups and beneficiaries

• at least 40 journalists
• rural women from Albania
• farmers

Main activities

• Building
"""

TRAINING = """\
Rope makes friends

A training “Ropes and Knots” was held on 4 May 2024 in Skopje.

The trainer was Dr. Mira Kovač.

“I tie well now,” said Ana Ilić from Kuća mostova.
"""
