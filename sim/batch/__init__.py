"""Batch: thousands of runs of one scenario, and what they say.

experiment/  experiment.yaml -> Experiment   what is chosen, what is unknown, what is measured
design/      factors -> places               which points of the unknown are looked at
study        all of that, checked and whole: what the rooms below know of each other
model/       a point and a seed -> Found     the scenario played once
runner/      keys -> records                 over processes or a cluster, whatever befalls them
store/       records -> a folder             nothing is lost; read live; exported
analysis/    results -> findings             what drives, what holds, under what conditions
batch        a folder whose runs are being done, stage by stage
conduct      the way from an experiment to a folder, and back to one that was cut short
"""
