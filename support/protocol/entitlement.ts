/** 1: time-based; 2: device registration; 3: device-bound (SEES-API). */
export type RequestType = 1 | 2 | 3;
